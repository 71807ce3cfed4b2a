// The screens, in the order of the navigation. A new part of the program is a folder in screens/ and a line here.

import { type ComponentType, lazy } from 'react';
import { Dashboard } from '../screens/dashboard/Dashboard';
import type { MessageKey } from '../i18n';

export interface Screen {
  path: string;
  title: MessageKey;
  icon: string;
  show: ComponentType;
  /** Where it is listed: in the bar of a phone too, only in wide navigation and under "More", or nowhere. */
  place: 'bar' | 'more' | 'none';
}

const of = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

export const screens: Screen[] = [
  { path: '/', title: 'screen.dashboard', icon: '⌂', show: Dashboard, place: 'bar' },
  { path: '/transactions', title: 'screen.transactions', icon: '≡', place: 'bar',
    show: of(() => import('../screens/transactions/Transactions'), 'Transactions') },
  { path: '/spending', title: 'screen.spending', icon: '◔', place: 'bar',
    show: of(() => import('../screens/spending/Spending'), 'Spending') },
  { path: '/score', title: 'screen.score', icon: '◎', place: 'bar',
    show: of(() => import('../screens/score/ScoreScreen'), 'ScoreScreen') },
  { path: '/accounts', title: 'screen.accounts', icon: '▤', place: 'more',
    show: of(() => import('../screens/accounts/Accounts'), 'Accounts') },
  { path: '/import', title: 'screen.import', icon: '⇩', place: 'more',
    show: of(() => import('../screens/imports/Import'), 'Import') },
  { path: '/inbox', title: 'screen.inbox', icon: '✉', place: 'more',
    show: of(() => import('../screens/inbox/Inbox'), 'Inbox') },
  { path: '/files', title: 'screen.files', icon: '❏', place: 'more',
    show: of(() => import('../screens/files/Files'), 'Files') },
  { path: '/history', title: 'screen.history', icon: '✓', place: 'more',
    show: of(() => import('../screens/history/History'), 'History') },
  { path: '/profile', title: 'screen.profile', icon: '☺', place: 'more',
    show: of(() => import('../screens/profile/ProfileScreen'), 'ProfileScreen') },
  { path: '/settings', title: 'screen.settings', icon: '⚙', place: 'more',
    show: of(() => import('../screens/settings/SettingsScreen'), 'SettingsScreen') },
  { path: '/status', title: 'screen.status', icon: '♥', place: 'more',
    show: of(() => import('../screens/status/Status'), 'Status') },
  { path: '/welcome', title: 'screen.welcome', icon: '', place: 'none',
    show: of(() => import('../screens/entry/Welcome'), 'Welcome') },
];
