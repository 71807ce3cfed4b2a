import { createRoot } from 'react-dom/client';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/screens.css';
import { chooseLanguage } from './i18n';
import { App } from './shell/App';
import { settings, showSettings } from './shell/settings';

async function start() {
  const chosen = settings.get();
  showSettings(chosen);
  await chooseLanguage(chosen.language).catch(() => chooseLanguage('en'));
  createRoot(document.getElementById('root')!).render(<App />);
  if ('serviceWorker' in navigator && import.meta.env.PROD)
    await navigator.serviceWorker.register('/service_worker.js').catch(() => undefined);
}

settings.subscribe(() => {
  const now = settings.get();
  showSettings(now);
  void chooseLanguage(now.language);
});

void start();
