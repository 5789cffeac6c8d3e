import { listenToSignals } from './signals.js';

// Loading the rest takes a while, in which a signal has to work already.
listenToSignals();
await (await import('./start.js')).start();
