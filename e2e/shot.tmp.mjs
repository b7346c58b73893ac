import { chromium } from 'playwright-core';
const [,, url, out, width='1200', height='2400', scheme='light', selector=''] = process.argv;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const page = await browser.newPage({ viewport: { width: +width, height: +height }, colorScheme: scheme });
page.on('pageerror', (e) => console.log('ERR', e.message, e.stack?.slice(0,600)));
page.on('console', (m) => console.log(m.type(), m.text()));
page.on('request', (r) => /^https?:/.test(r.url()) && console.log('REQ', r.url()));
const t = Date.now();
await page.goto(url);
console.log('load', Date.now() - t);
await page.waitForTimeout(1500);
console.log('overflow', await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
if (selector) { await page.locator(selector).first().scrollIntoViewIfNeeded(); await page.waitForTimeout(800); await page.locator(selector).first().screenshot({ path: out }); }
else await page.screenshot({ path: out });
await browser.close();
