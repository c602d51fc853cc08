import type { AlertContext, RuleExecutorServices } from '@kbn/alerting-plugin/server';

export interface ReportedAlert {
  id: string;
  context: AlertContext;
  /** Fields of the alert's document. */
  payload: Record<string, unknown>;
}

/** Tells Kibana of alerts: as documents where these are to be had, else by the alert factory. */
export class AlertReporter {
  constructor(
    private readonly services: Pick<RuleExecutorServices, 'alertsClient' | 'alertFactory'>,
    private readonly actionGroup: string
  ) {}

  /** The most alerts a rule may have (`xpack.alerting.rules.run.alerts.max`); `setLimitReached` has to follow. */
  get limit(): number {
    const { alertsClient, alertFactory } = this.services;
    return alertsClient?.getAlertLimitValue() ?? alertFactory.alertLimit.getValue();
  }

  setLimitReached(reached: boolean): void {
    const { alertsClient, alertFactory } = this.services;
    if (alertsClient) alertsClient.setAlertLimitReached(reached);
    else alertFactory.alertLimit.setLimitReached(reached);
  }

  /** Makes an alert active, or keeps it so. */
  report({ id, context, payload }: ReportedAlert): void {
    const { alertsClient, alertFactory } = this.services;
    if (alertsClient) alertsClient.report({ id, actionGroup: this.actionGroup, context, payload });
    else alertFactory.create(id).scheduleActions(this.actionGroup, context);
  }

  /** Gives the alerts that were not reported any longer what is told of their end; nothing can be reported afterwards. */
  recover(tell: (id: string) => Omit<ReportedAlert, 'id'> | undefined): void {
    const { alertsClient, alertFactory } = this.services;
    if (alertsClient) {
      for (const { alert } of alertsClient.getRecoveredAlerts()) {
        const id = alert.getId();
        const told = tell(id);
        if (told) alertsClient.setAlertData({ id, ...told });
      }
      return;
    }
    for (const alert of alertFactory.done().getRecoveredAlerts()) {
      const told = tell(alert.getId());
      if (told) alert.setContext(told.context);
    }
  }
}
