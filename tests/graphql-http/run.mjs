// Audits the server against the GraphQL-over-HTTP specification: every audit must be passed, recommendations included.
// Starts the built server, unless THIDUA_E2E_URL names a running one. The audits ask for introspection, which is for
// whoever is signed in: each request carries the session of an analyst.

import { auditServer } from 'graphql-http';
import { startServer } from '../e2e/support/server.mjs';

// As the sample data has them, and tests/e2e/support/accounts.ts.
const analyst = { login: 'phantich', password: 'ThiDua@2021' };

const running = process.env.THIDUA_E2E_URL;
const server = running ? { url: running, stop: async () => {} } : await startServer();

/** The cookie of a session of an analyst of the sample data. */
async function signedIn() {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: analyst } }),
  });
  const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('thidua_session='));
  if (session === undefined) throw new Error(`no session: ${await answer.text()}`);
  return session.split(';')[0];
}

try {
  const cookie = await signedIn();
  const fetchFn = (url, init) => fetch(url, { ...init, headers: { ...init?.headers, cookie } });
  const results = await auditServer({ url: `${server.url}/graphql`, fetchFn });
  const missed = results.flatMap((result) => (result.status === 'ok' ? [] : [result]));
  for (const { id, name, status, reason } of missed) console.error(`${status}: ${id} ${name}\n    ${reason}`);
  console.log(`graphql-http: ${results.length - missed.length} of ${results.length} audits passed`);
  if (results.length === 0 || missed.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
}
