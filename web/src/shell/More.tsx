import { Link } from 'wouter';
import { signOut } from '../api/sign_in';
import { t } from '../i18n';
import { screens } from './navigation';

/** What the bar of a phone has no room for. */
export function More() {
  return (
    <>
      <ul className="panel plain-list more-list">
        {screens.filter(({ place }) => place === 'more').map(({ path, title, icon }) => (
          <li key={path}>
            <Link href={path}><span aria-hidden="true" className="icon">{icon}</span>{t(title)}</Link>
          </li>
        ))}
      </ul>
      <p><button type="button" className="quiet" onClick={() => void signOut()}>{t('action.sign_out')}</button></p>
    </>
  );
}
