import { shared } from './global_setup';

/** Ends the host that the set-up started, and removes its data. */
export default async function globalTeardown(): Promise<void> {
  await shared.hostForBrowserTests?.stop();
}
