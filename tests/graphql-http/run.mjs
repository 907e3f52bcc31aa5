// Audits the server against the GraphQL-over-HTTP specification: every audit must be passed, recommendations included.
// Starts the built server, unless THIDUA_E2E_URL names a running one.

import { auditServer } from 'graphql-http';
import { startServer } from '../e2e/support/server.mjs';

const running = process.env.THIDUA_E2E_URL;
const server = running ? { url: running, stop: async () => {} } : await startServer();
try {
  const results = await auditServer({ url: `${server.url}/graphql` });
  const missed = results.flatMap((result) => (result.status === 'ok' ? [] : [result]));
  for (const { id, name, status, reason } of missed) console.error(`${status}: ${id} ${name}\n    ${reason}`);
  console.log(`graphql-http: ${results.length - missed.length} of ${results.length} audits passed`);
  if (results.length === 0 || missed.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
}
