// A deploy with s3-sync-client as its users write it: one call, with content types and cache headers given by a function.
//   node sync.mjs NODE_MODULES FOLDER BUCKET EDGE_SECONDS
import { createRequire } from 'node:module';

const [modules, folder, bucket, edgeSeconds] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { S3Client } = require('@aws-sdk/client-s3');
const { S3SyncClient } = require('s3-sync-client');

const types = {
  html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json',
  jpg: 'image/jpeg', png: 'image/png', svg: 'image/svg+xml', mp4: 'video/mp4',
};
const cacheControl = key =>
  key.startsWith('assets/') ? 'public, max-age=31536000, immutable'
  : key.endsWith('.html') ? `public, max-age=0, must-revalidate, s-maxage=${edgeSeconds}`
  : 'public, max-age=3600, stale-while-revalidate=86400';

const client = new S3Client({ forcePathStyle: true });
const { sync } = new S3SyncClient({ client });
await sync(folder, `s3://${bucket}`, {
  del: true,
  maxConcurrentTransfers: 64,
  commandInput: input => ({ ContentType: types[input.Key.split('.').pop()], CacheControl: cacheControl(input.Key) }),
});
