// Runs an S3-compatible server on loopback: node s3-server.mjs PORT FOLDER BUCKET KEY SECRET. Checks signatures; ends with its process.
// It forgets the slash after a bucket that clients send and sign, so what it signs itself is put right on the way.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const signatures = require("@20minutes/s3rver/lib/signature/v4.js");
const toSign = signatures.getStringToSign;
signatures.getStringToSign = (request, signature) =>
  toSign(/^\/[^/]+$/.test(request.uri) && request.querystring.includes("list-type=") ? { ...request, uri: `${request.uri}/` } : request, signature);

const { DUMMY_ACCOUNT } = require("@20minutes/s3rver/lib/models/account.js");
const S3rver = require("@20minutes/s3rver");

const [port, directory, bucket, key, secret] = process.argv.slice(2);
DUMMY_ACCOUNT.createKeyPair(key, secret);
const server = new S3rver({ address: "127.0.0.1", port: Number(port), directory, silent: true, configureBuckets: [{ name: bucket }] });
await server.run();
