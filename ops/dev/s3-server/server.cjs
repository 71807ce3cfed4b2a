// Starts s3rver with a key pair of its own, over TLS, on loopback. Arguments: its folder, its port.
const fs = require('fs');
const path = require('path');

const [folder, port] = process.argv.slice(2);
const s3rver = path.dirname(require.resolve('@20minutes/s3rver/package.json'));
const Account = require(path.join(s3rver, 'lib/models/account'));
const Server = require(s3rver);
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8').trim();

Account.registry.clear();
Account.DUMMY_ACCOUNT.accessKeys.clear();
Account.DUMMY_ACCOUNT.createKeyPair(read('access-key'), read('secret'));
const server = new Server({
  directory: path.join(folder, 'data'),
  address: '127.0.0.1',
  port: Number(port),
  silent: true,
  vhostBuckets: false,
  key: read('server.key'),
  cert: read('server.crt'),
  configureBuckets: [{ name: 'smartfin', configs: [] }],
});
server.run().then(() => console.log('ready'), (failed) => { console.error(failed); process.exit(1); });
process.on('SIGTERM', () => process.exit(0));
