import { expect, test } from 'vitest';
import { describeUserAgent } from './userAgent';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36';

test.each([
  [chrome, 'Chrome 109, Windows'],
  [`${chrome} Edg/109.0.1518.78`, 'Edge 109, Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox 115, Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1',
    'Safari 15, iOS',
  ],
  ['curl/8.5.0', null],
])('%s is %j', (header, expected) => {
  expect(describeUserAgent(header)).toBe(expected);
});
