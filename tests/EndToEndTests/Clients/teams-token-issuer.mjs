// Runs npm's oauth2-mock-server as Microsoft's token endpoint, for the test client of Teams and for the bot, and announces its keys as the
// Bot Framework does. PORT is the issuer's, SERVICE_URL goes into the tokens. Prints one line when it listens; ends with its standard input.
import http from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';

const port = Number(process.env.PORT);
const tenant = 'botframework.com';
const issuer = 'https://api.botframework.com';

const server = new OAuth2Server(undefined, undefined, {
  endpoints: {
    wellKnownDocument: `/${tenant}/v2.0/.well-known/openid-configuration`,
    token: `/${tenant}/oauth2/v2.0/token`,
    jwks: `/${tenant}/discovery/v2.0/keys`,
    authorize: `/${tenant}/oauth2/v2.0/authorize`,
  },
});
await server.issuer.keys.generate('RS256');

// The client compares the issuer of the metadata with Microsoft's; the tokens name the Bot Framework.
server.issuer.url = 'https://login.microsoftonline.com';
server.service.on('beforeTokenSigning', (token, request) => {
  const form = request.body ?? {};
  const basic = (request.headers.authorization ?? '').replace(/^Basic /, '');
  const client = form.client_id || Buffer.from(basic, 'base64').toString().split(':')[0];
  const audience = (form.scope ?? '').split(' ')[0].replace(/\/\.default$/, '') || client;
  Object.assign(token.payload, {
    iss: issuer, aud: audience, appid: client, azp: client, ver: '2.0', tid: tenant, serviceurl: process.env.SERVICE_URL,
  });
});
await server.start(port, '127.0.0.1');

// Microsoft's key document, with the endorsements that the Bot Framework's has.
const announce = http.createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  const keys = server.issuer.keys.toJSON().map(key => ({ ...key, endorsements: ['msteams'] }));
  const base = `http://127.0.0.1:${announce.address().port}`;
  response.end(JSON.stringify(request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] }));
});
announce.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${announce.address().port}/openid`));
process.stdin.resume().on('end', () => process.exit(0));
