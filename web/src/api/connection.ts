// Whether the server can be reached, as the last requests told.

import { Observed } from './observed';

const startsOnline = typeof navigator === 'undefined' || navigator.onLine !== false;

export const connection = new Observed<'online' | 'away'>(startsOnline ? 'online' : 'away');

export const heard = () => connection.set('online');
export const heardNothing = () => connection.set('away');

if (typeof addEventListener === 'function') addEventListener('offline', heardNothing);
