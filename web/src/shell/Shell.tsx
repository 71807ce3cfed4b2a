import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { beginView } from '../api/effort';
import { useObserved } from '../api/observed';
import { inboxQuery } from '../api/queries';
import { session } from '../api/session';
import { signOut } from '../api/sign_in';
import { countText } from '../format/numbers';
import { t } from '../i18n';
import { Toasts } from '../parts/Toasts';
import { Footer } from './Footer';
import { type Screen, screens } from './navigation';
import { Recovery } from './Recovery';
import { changeSettings, settings } from './settings';
import { useServiceWatch } from './service_watch';
import { Waiting } from './Waiting';

function Unread() {
  const { data } = useQuery(inboxQuery);
  if (!data?.unread) return null;
  return (
    <span className="badge">
      {countText(data.unread)}<span className="unseen"> {t('inbox.unread')}</span>
    </span>
  );
}

function Item({ screen, here }: { screen: Screen; here: string }) {
  const { path, icon, title, place } = screen;
  return (
    <Link href={path} className={`place-${place}`} aria-current={here === path ? 'page' : undefined}>
      <span aria-hidden="true" className="icon">{icon}</span>
      <span>{t(title)}</span>
      {path === '/inbox' && <Unread />}
    </Link>
  );
}

function Navigation({ here }: { here: string }) {
  const listed = screens.filter(({ place }) => place !== 'none');
  return (
    <nav aria-label={t('shell.navigation')}>
      {listed.map((screen) => <Item key={screen.path} screen={screen} here={here} />)}
      <Link href="/more" className="place-phone" aria-current={here === '/more' ? 'page' : undefined}>
        <span aria-hidden="true" className="icon">⋯</span><span>{t('screen.more')}</span>
        <Unread />
      </Link>
    </nav>
  );
}

function Top() {
  const { isPrivate } = useObserved(settings);
  const user = useObserved(session)?.user;
  return (
    <header className="top">
      <Link className="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28" />SmartFin</Link>
      <span className="who">{user?.email}</span>
      <button
        type="button"
        className="quiet small"
        aria-pressed={isPrivate}
        onClick={() => changeSettings({ isPrivate: !isPrivate })}
      >
        {t('settings.privacy')}
      </button>
      <button type="button" className="quiet small wide-only" onClick={() => void signOut()}>{t('action.sign_out')}</button>
    </header>
  );
}

/** A new screen is announced by its heading, and its cost is counted afresh. */
function useArrival(here: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else {
      beginView();
      scrollTo(0, 0);
      heading.current?.focus();
    }
  }, [here]);
  return heading;
}

/** What a phone's bar has no room for. */
const more: Screen = { path: '/more', title: 'screen.more', icon: '⋯', place: 'none', show: lazy(async () => ({ default: (await import('./More')).More })) };
const pages = [...screens, more];

export function Shell() {
  const [here] = useLocation();
  const heading = useArrival(here);
  useServiceWatch();
  const screen = pages.find(({ path }) => path === here);
  const title = t(screen?.title ?? 'screen.missing');
  useEffect(() => {
    document.title = `${title} – SmartFin`;
  }, [title]);
  return (
    <>
      <a className="skip" href="#main">{t('shell.skip')}</a>
      <Top />
      <div className="frame">
        <Navigation here={here} />
        <main id="main" tabIndex={-1}>
          <Waiting />
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          <Recovery key={here}>
            <Suspense fallback={<p className="soft">{t('panel.reading')}</p>}>
              <Switch>
                {pages.map(({ path, show }) => <Route key={path} path={path} component={show} />)}
                <Route><p>{t('shell.no_such_place')} <Link href="/">{t('screen.dashboard')}</Link></p></Route>
              </Switch>
            </Suspense>
          </Recovery>
          <Footer />
        </main>
      </div>
      <Toasts />
    </>
  );
}
