// A real identity provider on this machine, for sign-in through one: node-oidc-provider with its own pages of sign-in.

import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './server.mjs';

export const clientId = 'thidua';
export const clientSecret = 'a secret of the journeys only';

/**
 * Starts the provider; whoever signs in there is the name they typed.
 * @returns {Promise<{ issuer: string, welcome: (url: string) => void, stop: () => Promise<void> }>}
 */
export async function startProvider() {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  /** @type {import('node:http').RequestListener} */
  let answer = (_, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));

  /** Makes the application at this address known to the provider. */
  const welcome = (/** @type {string} */ url) => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [`${url}/auth/oidc/callback`],
          post_logout_redirect_uris: [`${url}/sign-in`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
      cookies: { keys: ['of the journeys only'] },
      pkce: { required: () => true },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: id, preferred_username: id, email: `${id}@example.vn`, email_verified: true }),
      }),
    });
    answer = provider.callback();
  };
  const stop = () =>
    new Promise((/** @type {(nothing: void) => void} */ resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { issuer, welcome, stop };
}
