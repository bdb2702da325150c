/**
 * A real identity provider that lets Ada in without asking. Says its issuer on one line; ends with its parent. Each
 * refresh token counts once; a second time takes all of them back. What it is told on a line of stdin changes it:
 * `refuse` (Ada has left), `demote` (she only reads), `no-id-token`, `long` (refresh tokens), `closed` (no connection), `usual`.
 */
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const readOnly = { acme: { viewer: true } };
const { CLIENT_ID, CLIENT_SECRET, ORIGIN, LEDGERGATE, ID_TOKEN_SECONDS = '60' } = process.env;

let mode = 'usual';
const say = (line) => process.stdout.write(`${line}\n`);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${String(server.address().port)}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [`${ORIGIN}/session/callback`] },
        ...{ post_logout_redirect_uris: [`${ORIGIN}/`], grant_types: ['authorization_code', 'refresh_token'] },
      },
    ],
    claims: { openid: ['sub', 'ledgergate'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      // Ends the session without a further question.
      rpInitiatedLogout: {
        logoutSource: (context, form) => {
          const yes = '<input type="hidden" name="logout" value="yes"/></form>';
          const sent = '<script>document.forms[0].submit()</script>';
          context.body = `<!doctype html>${form.replace('</form>', yes)}${sent}`;
        },
      },
    },
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    ttl: { IdToken: Number(ID_TOKEN_SECONDS) },
    interactions: { url: () => '/let-in' },
    findAccount: (_, id) =>
      mode === 'refuse'
        ? undefined
        : {
            accountId: id,
            claims: () => ({
              sub: id,
              name: 'Ada Lovelace',
              ledgergate: mode === 'demote' ? readOnly : JSON.parse(LEDGERGATE),
            }),
          },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.oidc?.route !== 'token' || context.status !== 200) return;
    if (mode === 'no-id-token') delete context.body.id_token;
    if (mode === 'long') context.body.refresh_token = 'x'.repeat(4_000);
  });
  provider.on('grant.success', ({ oidc }) => say(`gave ${oidc.params.grant_type}`));
  provider.on('grant.revoked', () => say('took back'));
  provider.on('end_session.success', () => say('ended'));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (mode === 'closed') request.socket.destroy();
    else if (request.url !== '/let-in') answer(request, response);
    else void provider.interactionFinished(request, response, { login: { accountId: 'ada' } });
  });
  createInterface(process.stdin).on('line', (line) => {
    mode = line;
    say(`is ${line}`);
  });
  say(issuer);
});
process.stdin.on('end', () => process.exit());
