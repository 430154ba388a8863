import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/aws/proxies';

const BEDROCK = { protocol: 'https:', hostname: 'bedrock-runtime.us-west-2.amazonaws.com' };

describe('proxyFor', () => {
  it('goes the direct way when nothing names a proxy', () => {
    assert.equal(proxyFor(BEDROCK, undefined, {}), undefined);
  });

  it('prefers the setting to the environment', () => {
    const settings = { url: 'http://setting:1', strictSsl: false, noProxy: [] };
    const proxy = proxyFor(BEDROCK, settings, { HTTPS_PROXY: 'http://environment:2' });
    assert.equal(proxy?.url.host, 'setting:1');
    assert.equal(proxy.strictSsl, false);
  });

  it('chooses by the protocol, in either case, and checks certificates', () => {
    const environment = { https_proxy: 'https://secure:1', HTTP_PROXY: 'plain:2' };
    assert.equal(proxyFor(BEDROCK, undefined, environment)?.url.href, 'https://secure:1/');
    assert.equal(proxyFor(BEDROCK, undefined, environment)?.strictSsl, true);
    assert.equal(
      proxyFor({ ...BEDROCK, protocol: 'http:' }, undefined, environment)?.url.href,
      'http://plain:2/',
    );
    assert.equal(proxyFor(BEDROCK, undefined, { ALL_PROXY: 'http://all:3' })?.url.host, 'all:3');
  });

  it('never proxies this computer, where the simulator answers', () => {
    const environment = { HTTPS_PROXY: 'http://proxy:1', HTTP_PROXY: 'http://proxy:1' };
    for (const hostname of ['127.0.0.1', 'localhost', '[::1]', 'my.localhost']) {
      assert.equal(proxyFor({ protocol: 'http:', hostname }, undefined, environment), undefined, hostname);
    }
  });

  it('keeps to the exceptions', () => {
    const cases: readonly (readonly [noProxy: string, isDirect: boolean])[] = [
      ['*', true],
      ['amazonaws.com', true],
      ['.amazonaws.com', true],
      ['*.amazonaws.com', true],
      ['AMAZONAWS.COM', true],
      ['example.com, amazonaws.com', true],
      ['amazonaws.com:443', true],
      ['amazonaws.com:8443', false],
      ['aws.com', false],
      ['bedrock', false],
      ['', false],
    ];
    for (const [noProxy, isDirect] of cases) {
      const fromEnvironment = proxyFor(BEDROCK, undefined, {
        HTTPS_PROXY: 'http://proxy:1',
        NO_PROXY: noProxy,
      });
      assert.equal(fromEnvironment === undefined, isDirect, `NO_PROXY=${noProxy}`);
    }
    const settings = { url: 'http://proxy:1', strictSsl: true, noProxy: ['amazonaws.com'] };
    assert.equal(proxyFor(BEDROCK, settings, {}), undefined);
  });

  it('takes an address it cannot read, or of a kind it cannot speak, for none', () => {
    assert.equal(proxyFor(BEDROCK, undefined, { HTTPS_PROXY: 'http://[' }), undefined);
    assert.equal(proxyFor(BEDROCK, undefined, { HTTPS_PROXY: 'socks5://proxy:1' }), undefined);
  });
});
