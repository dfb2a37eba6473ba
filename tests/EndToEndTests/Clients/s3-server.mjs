// Runs an S3-compatible server on loopback: node --openssl-legacy-provider s3-server.mjs PORT FOLDER BUCKET KEY SECRET. It checks signatures and
// makes page tokens with DES, therefore the option. Two of its faults are put right on the way, where it is not what S3 is.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// It forgets the slash after a bucket that clients send and sign.
const signatures = require("@20minutes/s3rver/lib/signature/v4.js");
const toSign = signatures.getStringToSign;
signatures.getStringToSign = (request, signature) =>
  toSign(/^\/[^/]+$/.test(request.uri) && request.querystring.includes("list-type=") ? { ...request, uri: `${request.uri}/` } : request, signature);

// It escapes keys in listings twice.
const fromServer = createRequire(require.resolve("@20minutes/s3rver/lib/s3rver.js"));
const parser = fromServer.resolve("fast-xml-parser");
const { XMLBuilder, ...others } = require(parser);
require.cache[parser].exports = {
  ...others,
  XMLBuilder: class extends XMLBuilder {
    constructor(options) {
      super({ ...options, processEntities: false });
    }
  },
};

const { DUMMY_ACCOUNT } = require("@20minutes/s3rver/lib/models/account.js");
const S3rver = require("@20minutes/s3rver");

const [port, directory, bucket, key, secret] = process.argv.slice(2);
DUMMY_ACCOUNT.createKeyPair(key, secret);
const server = new S3rver({ address: "127.0.0.1", port: Number(port), directory, silent: true, configureBuckets: [{ name: bucket }] });
await server.run();
