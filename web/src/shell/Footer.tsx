import { useObserved } from '../api/observed';
import { effort } from '../api/effort';
import { plainText } from '../format/numbers';
import { t } from '../i18n';

export function Footer() {
  const { requests, serverMs, rows } = useObserved(effort);
  return (
    <footer className="foot">
      <span>{t('footer.effort', { count: requests, ms: plainText(serverMs), rows })}</span>
      <a href="/docs">{t('footer.api')}</a>
    </footer>
  );
}
