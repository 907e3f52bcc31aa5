import { startServer } from './server.mjs';

/** Starts the server before the first journey and stops it after the last, unless THIDUA_E2E_URL names a running one. */
export default async function globalSetup(): Promise<(() => Promise<void>) | void> {
  if (process.env.THIDUA_E2E_URL) return;
  const server = await startServer();
  process.env.THIDUA_E2E_URL = server.url;
  return server.stop;
}
