import type { AlertContext, RuleExecutorServices } from '@kbn/alerting-plugin/server';

/** What a rule reported, as Kibana keeps it from run to run. */
export class FakeAlerts {
  active = new Map<string, AlertContext>();
  recovered = new Map<string, AlertContext>();
  limitReached: boolean | undefined;
  warnings: string[] = [];
  private reported = new Map<string, AlertContext>();

  constructor(
    private readonly kind: 'client' | 'factory',
    private readonly limit = 1_000
  ) {}

  /** For one run; `end` has to follow. */
  begin(): Pick<RuleExecutorServices, 'alertsClient' | 'alertFactory' | 'ruleResultService'> {
    this.reported = new Map();
    this.recovered = new Map();
    const report = (id: string, context: AlertContext = {}) => {
      if (this.reported.size >= this.limit && !this.reported.has(id)) {
        throw new Error(`Rule reported more than ${this.limit} alerts.`);
      }
      this.reported.set(id, context);
    };
    const ended = () => [...this.active.keys()].filter((id) => !this.reported.has(id));
    const setLimitReached = (reached: boolean) => {
      this.limitReached = reached;
    };
    const legacy = (id: string) => {
      const alert = {
        getId: () => id,
        setContext: (context: AlertContext) => {
          this.recovered.set(id, context);
          return alert;
        },
        scheduleActions: (_group: string, context: AlertContext) => {
          report(id, context);
          return alert;
        },
      };
      return alert;
    };
    return {
      alertsClient:
        this.kind === 'factory'
          ? null
          : {
              report: ({ id, context }) => report(id, context),
              getAlertLimitValue: () => this.limit,
              setAlertLimitReached: setLimitReached,
              getRecoveredAlerts: () => ended().map((id) => ({ alert: { getId: () => id } })),
              setAlertData: ({ id, context }) => void this.recovered.set(id, context ?? {}),
            },
      alertFactory: {
        create: legacy,
        alertLimit: { getValue: () => this.limit, setLimitReached },
        done: () => ({ getRecoveredAlerts: () => ended().map(legacy) }),
      },
      ruleResultService: {
        addLastRunWarning: (warning) => this.warnings.push(warning),
        setLastRunOutcomeMessage: () => {},
      },
    };
  }

  end(): void {
    // Kibana recovers nothing while the limit is reached.
    this.active = new Map(
      this.limitReached ? [...this.active, ...this.reported] : [...this.reported]
    );
  }
}
