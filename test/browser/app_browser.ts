import { AxeBuilder } from '@axe-core/playwright';
import { chromium, selectors, type Browser, type ConsoleMessage, type Page } from 'playwright-core';

import { hostUrl } from './detectors';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** What the libraries themselves say of being developed with, whatever the app does. */
const OF_THE_LIBRARIES = [
  // React 18 under the API of 17, as newer Kibanas mount apps, too.
  /ReactDOM.render is no longer supported in React 18/,
  /unmountComponentAtNode is deprecated/,
  /Download the React DevTools/,
  // Charts say so of every gap, and leave it as the gap that it is meant to be.
  /Found non-numeric y values? in dataset for spec "\w+" "?\((null(, )?)+\)/,
];

/** Requests of the app that the server refuses are told by the app; the browser tells them besides. */
const isRefusal = (message: ConsoleMessage): boolean =>
  /status of 4\d\d/.test(message.text()) && message.location().url.includes('/anomaly_detector/');

selectors.setTestIdAttribute('data-test-subj');

/** The app in a browser, and what its console said. */
export class AppBrowser {
  /** Errors and warnings. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      const text = `${message.text()} ${message.location().url}`;
      const matters = message.type() === 'error' || message.type() === 'warning';
      if (!matters || isRefusal(message)) return;
      if (!OF_THE_LIBRARIES.some((own) => own.test(text))) this.complaints.push(text);
    });
  }

  static async open({ darkMode = false, timeZone = 'UTC' } = {}): Promise<AppBrowser> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    // In a context of its own, which axe asks for.
    const context = await browser.newContext({
      viewport: { width: 1440, height: 1400 },
      locale: 'en-US',
      timezoneId: timeZone,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    if (darkMode) {
      await page.addInitScript("localStorage.setItem('anomalyDetectorHost.darkMode', 'true')");
    }
    return new AppBrowser(browser, page);
  }

  /** Opens a page of the app, the first one unless told, with a query in its address. */
  async goto(state: Record<string, string> = {}, pathname = ''): Promise<void> {
    const query = new URLSearchParams(state).toString();
    await this.page.goto(`${hostUrl()}/app/anomalyDetector${pathname}?${query}`);
  }

  /** Waits until the text is to be seen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  /** Picks one of several, which libraries make buttons or radio buttons of. */
  async choose(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().click();
  }

  get dialog() {
    return this.page.locator('.euiModal');
  }

  /** Waits until the timeline and a signal's chart are drawn. */
  async seesCharts(): Promise<void> {
    await this.page.locator('.echChartStatus[data-ech-render-complete="true"]').nth(1).waitFor({
      state: 'attached',
    });
  }

  /** How many points of the first chart on the page have a colour: grid, labels and background are grey. */
  colouredPoints(): Promise<number> {
    return this.page
      .locator('.echChart canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let coloured = 0;
        for (let at = 0; at < data.length; at += 4) {
          const shades = data.slice(at, at + 3);
          if (data[at + 3] > 0 && Math.max(...shades) - Math.min(...shades) > 64) coloured++;
        }
        return coloured;
      });
  }

  /** Serious and critical findings of axe on what is to be seen now, a line each. */
  async accessibilityFindings(): Promise<string[]> {
    // What fades in has no contrast yet.
    await this.page.evaluate(async () => {
      const passing = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    });
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }

  /** Ends the browser; nothing that its console complained of is passed over. */
  async close(): Promise<void> {
    await this.browser.close();
    expect([...new Set(this.complaints)]).toEqual([]);
  }
}
