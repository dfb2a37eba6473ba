// Preloaded into the test client of Teams: whatever it listens on is on this machine alone.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...given) {
  const isPort = typeof given[0] === 'number' || /^\d+$/.test(given[0]);
  if (isPort && typeof given[1] !== 'string') {
    given.splice(1, 0, '127.0.0.1');
  } else if (typeof given[0] === 'object' && given[0]?.port !== undefined && !given[0].host) {
    given[0] = { ...given[0], host: '127.0.0.1' };
  }
  return listen.apply(this, given);
};
