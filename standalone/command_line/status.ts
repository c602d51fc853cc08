import type { Detector } from '../../common/detector';
import { type CommandContext } from './command_context';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { formatTable } from './text_format';

interface DetectorStatusLine {
  id: string;
  name: string;
  indexPattern: string;
  state: Detector['status']['state'];
  model: number | null;
  scoredUpTo: string | null;
  /** What is wrong or under way, a sentence. */
  message: string | null;
  anomaliesLast24Hours: number;
}

const DAY_MS = 86_400_000;

/** Shows every detector: what it does, with which model, how far it has scored, what it found in the last 24 hours. */
export async function status(options: KibanaOptions, context: CommandContext): Promise<void> {
  const client = await connectToKibana(options, context);
  const detectors = await client.detectors();
  const from = new Date(context.now().getTime() - DAY_MS).toISOString();
  const lines = await Promise.all(
    detectors.map(async ({ id, settings, status: now }): Promise<DetectorStatusLine> => ({
      id,
      name: settings.name,
      indexPattern: settings.indexPattern,
      state: now.state,
      model: now.activeModelNumber,
      scoredUpTo: now.scoredUpTo,
      message: now.message,
      anomaliesLast24Hours: (await client.anomalies({ detectorId: id, from, size: 1 })).total,
    }))
  );
  if (options.json) {
    context.stdout.write(`${JSON.stringify({ detectors: lines })}\n`);
    return;
  }
  if (lines.length === 0) {
    context.stdout.write('There are no detectors.\n');
    return;
  }
  context.stdout.write(
    formatTable(
      ['detector', 'logs', 'state', 'model', 'scored up to', 'anomalies in 24 h'],
      lines.map((line) => [
        line.name,
        line.indexPattern,
        line.state,
        line.model === null ? '-' : String(line.model),
        line.scoredUpTo ?? '-',
        String(line.anomaliesLast24Hours),
      ])
    )
  );
  for (const { name, message } of lines) {
    if (message !== null) context.stdout.write(`${name}: ${message}\n`);
  }
}
