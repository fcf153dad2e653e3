// A certified OpenID provider (npm oidc-provider) on loopback, for the tests of signing in.
//   node openid_provider.mjs PACKAGES CALLBACK      prints its issuer; users are whatever name is typed
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [packages, callback] = process.argv.slice(2);
const require = createRequire(join(packages, "package.json"));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
const { generateKeyPair, exportJWK } = await import(pathToFileURL(require.resolve("jose")));

const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: "first", alg: "RS256", use: "sig" };
const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const group = (id) => [`urn:geant:example.org:group:${id === "ada" ? "vespa" : "others"}:role=member#aai.example.org`];
const resource = "https://vespa.example.org";

const provider = new Provider(issuer, {
  jwks: { keys: [key] },
  clients: [{
    client_id: "vespa", client_secret: "a secret of the tests", grant_types: ["authorization_code", "client_credentials"],
    redirect_uris: [callback], response_types: ["code"],
  }],
  claims: { openid: ["sub"], profile: ["name"], eduperson_entitlement: ["eduperson_entitlement"] },
  scopes: ["openid", "profile", "eduperson_entitlement"],
  pkce: { required: () => true, methods: ["S256"] },
  features: {
    devInteractions: { enabled: true }, introspection: { enabled: true }, clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true, useGrantedResource: () => false,
      getResourceServerInfo: () => ({ scope: "", audience: resource, accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } }),
    },
  },
  extraTokenClaims: (context, token) => ({ sub: token.accountId ?? "robot", eduperson_entitlement: group(token.accountId ?? "ada") }),
  findAccount: (context, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, name: id === "ada" ? "Ada Lovelace" : id, eduperson_entitlement: group(id) }),
  }),
});
server.on("request", provider.callback());
process.stdout.write(issuer + "\n");
