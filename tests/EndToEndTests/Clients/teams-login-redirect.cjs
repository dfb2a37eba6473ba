// Preloaded into the test client of Teams: what it asks of Microsoft's login it asks of the local issuer on LOGIN_PORT.
const http = require('node:http');
const https = require('node:https');

const isLogin = host => host === 'login.microsoftonline.com';
const local = { protocol: 'http:', hostname: '127.0.0.1', host: '127.0.0.1', port: Number(process.env.LOGIN_PORT), agent: undefined };

for (const name of ['request', 'get']) {
  const original = https[name];
  https[name] = function (target, options, callback) {
    const url = typeof target === 'string' || target instanceof URL ? new URL(target) : undefined;
    if (!isLogin(url ? url.hostname : target?.hostname ?? String(target?.host ?? '').replace(/:\d+$/, ''))) {
      return original.apply(this, arguments);
    }
    const settings = url ? { path: url.pathname + url.search, ...(typeof options === 'object' ? options : {}) } : { ...target };
    return http[name]({ ...settings, ...local }, typeof options === 'function' ? options : callback);
  };
}

const originalFetch = globalThis.fetch;
globalThis.fetch = (target, options) => {
  const url = new URL(typeof target === 'string' ? target : target?.url ?? String(target));
  return isLogin(url.hostname) ? originalFetch(`http://127.0.0.1:${process.env.LOGIN_PORT}${url.pathname}${url.search}`, options) : originalFetch(target, options);
};
