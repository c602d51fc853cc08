import fs from 'node:fs';
import path from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';

import type { Stack } from './stack';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Pictures of what the tests saw. */
const pictures = path.resolve(__dirname, '../../target/screenshots');

/** What Kibana 8.12 itself says on every page. */
const KIBANAS_OWN = [
  /Content Security Policy/,
  /minified code outside of NODE_ENV/,
  /favicon/,
  /Error with Permissions-Policy header/,
  // Of the avatar of the space, in the dark.
  /High enough contrast could not be determined/,
  /Failed to load resource/,
];

/** Counts the clicks of a user, from the last address that was typed in on. */
const countClicks = () => {
  addEventListener(
    'click',
    ({ isTrusted }) => {
      if (isTrusted) sessionStorage.clicks = `${Number(sessionStorage.clicks ?? 0) + 1}`;
    },
    true
  );
};

const subjectOf = (subject: string): string => `[data-test-subj="${subject}"]`;

/** The app in a browser. */
export class AppPage {
  /** What the console said of errors, without Kibana's own. */
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  /** Addresses that were asked for and are not Kibana's. */
  readonly askedElsewhere: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly stack: Stack
  ) {
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isOfPage = ['data:', 'blob:'].includes(protocol);
      if (!isOfPage && origin !== new URL(stack.kibana).origin) {
        this.askedElsewhere.push(request.url());
      }
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    // The browser's own line for a failed request names no address, so Kibana's cannot be told from ours by it.
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400 && pathname.includes('anomaly_detector')) {
        this.errors.push(`${response.status()} ${pathname}`);
      }
    });
    page.on('console', (message) => {
      const text = message.text();
      if (KIBANAS_OWN.some((own) => own.test(text))) return;
      if (message.type() === 'error') this.errors.push(text);
      if (message.type() === 'warning') this.warnings.push(text);
    });
  }

  static async open(stack: Stack, user = stack.user): Promise<AppPage> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    // In a context of its own, which axe asks for.
    const context = await browser.newContext({ viewport: { width: 1400, height: 1600 } });
    const page = await context.newPage();
    await page.addInitScript(countClicks);
    // Where a machine has no network, a browser says that it is offline, and some of Kibana's pages then ask their server nothing.
    await page.addInitScript(() =>
      Object.defineProperty(Object.getPrototypeOf(navigator) as object, 'onLine', {
        get: () => true,
      })
    );
    const app = new AppPage(browser, page, stack);
    if (user) {
      await page.goto(`${stack.kibana}/login`);
      await page.fill('[data-test-subj="loginUsername"]', user.username);
      await page.fill('[data-test-subj="loginPassword"]', user.password);
      await page.click('[data-test-subj="loginSubmit"]');
      await page.waitForURL((url) => !url.pathname.startsWith('/login'));
    }
    return app;
  }

  async goto(state: Record<string, string>): Promise<void> {
    const query = new URLSearchParams(state).toString();
    await this.page.goto(`${this.stack.kibana}/app/anomalyDetector?${query}`);
  }

  /** Any address of Kibana. */
  async visit(address: string): Promise<void> {
    // What differs from the address before by what follows the "#" alone would not be loaded anew.
    await this.page.evaluate(() => {
      if (location.protocol !== 'about:') sessionStorage.removeItem('clicks');
    });
    await this.page.goto('about:blank');
    await this.page.goto(`${this.stack.kibana}${address}`);
  }

  /** By Kibana's names for tests. */
  async seesSubject(subject: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).first().waitFor({ timeout: 90_000 });
  }

  async seesWithin(subject: string, text: string): Promise<void> {
    await this.page
      .locator(subjectOf(subject))
      .getByText(text)
      .first()
      .waitFor({ timeout: 90_000 });
  }

  async clickWithin(subject: string, text: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).getByText(text).first().click({ timeout: 60_000 });
  }

  /** What can be read of it, once it is there. */
  async textOf(subject: string): Promise<string> {
    return this.page.locator(subjectOf(subject)).first().innerText({ timeout: 90_000 });
  }

  /** Waits until the address is as wanted. */
  async isAt(address: RegExp): Promise<void> {
    await this.page.waitForURL(address, { timeout: 90_000 });
  }

  /** Some things show only under the mouse. */
  async hoverSubject(subject: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).first().hover({ timeout: 60_000 });
  }

  async clickSubject(subject: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).first().click({ timeout: 60_000 });
  }

  /** Of several of a name, the one that came last. */
  async clickLast(subject: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).last().click({ timeout: 60_000 });
  }

  async fill(subject: string, text: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).first().fill(text, { timeout: 60_000 });
  }

  /** Chooses an option of a list by its value. */
  async select(subject: string, value: string): Promise<void> {
    await this.page.locator(subjectOf(subject)).first().selectOption(value, { timeout: 60_000 });
  }

  /** Chooses in a box that offers what fits what is typed. */
  async chooseIn(subject: string, text: string): Promise<void> {
    await this.page
      .locator(`${subjectOf(subject)} input`)
      .first()
      .fill(text, { timeout: 60_000 });
    await this.page.locator('[role="option"]').getByText(text).first().click({ timeout: 60_000 });
  }

  /** Replaces what stands in an editor of code, the last one of that name. */
  async typeIntoEditor(subject: string, text: string): Promise<void> {
    const editor = this.page.locator(subjectOf(subject)).last();
    const withoutSpaces = (shown: string) => shown.replace(/\s/g, '');
    // An editor that has just come may be drawn again, and then what is typed goes to nobody.
    for (let tries = 30; ; tries--) {
      await editor.click({ timeout: 60_000 });
      await editor.locator('textarea').first().focus();
      await this.page.keyboard.press('ControlOrMeta+A');
      await this.page.keyboard.insertText(text);
      await this.page.waitForTimeout(1_000);
      const shown = withoutSpaces(await editor.innerText());
      if (shown.includes(withoutSpaces(text))) return;
      if (tries === 0)
        throw new Error(`The editor "${subject}" shows "${shown}" and not "${text}"`);
    }
  }

  /** What stands in a field. */
  async valueOf(subject: string): Promise<string> {
    return this.page.locator(subjectOf(subject)).last().inputValue({ timeout: 60_000 });
  }

  async clickText(text: string): Promise<void> {
    await this.page.getByText(text).first().click({ timeout: 60_000 });
  }

  async clickLabelled(label: string): Promise<void> {
    await this.page.getByLabel(label).first().click({ timeout: 60_000 });
  }

  /** Waits until the text is to be seen. */
  async sees(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: 60_000 });
  }

  /** How often somebody would have clicked since the last address. */
  clicks(): Promise<number> {
    return this.page.evaluate(() => Number(sessionStorage.clicks ?? 0));
  }

  /** Waits until nothing is loading. */
  async isLoaded(): Promise<void> {
    await this.page.locator('h1').first().waitFor({ timeout: 90_000 });
    await this.page.waitForFunction(
      () =>
        document.querySelector(
          '.kbnAppWrapper :is([class*="euiLoading"], [class*="euiSkeleton"], .euiBasicTable-loading)'
        ) === null,
      undefined,
      { timeout: 90_000 }
    );
  }

  /** Whether Kibana shows itself in the dark: with light text, as a background may be transparent. */
  isDark(): Promise<boolean> {
    return this.page.evaluate(() => {
      const [red, green, blue] = getComputedStyle(document.body).color.match(/\d+/g)!.map(Number);
      return red + green + blue > 3 * 128;
    });
  }

  /** Serious and critical findings of axe in the app, without Kibana's frame around it, a line each. */
  async accessibilityFindings(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .include('.kbnAppWrapper')
      .analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }

  /** Everything that can be read on the page. */
  async text(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  async screenshot(name: string): Promise<void> {
    fs.mkdirSync(pictures, { recursive: true });
    // Charts are drawn after their data has come.
    await this.page.waitForTimeout(1_500);
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
