import type { AlertingServerSetup, AlertingServerStart } from '@kbn/alerting-plugin/server';
import type {
  CoreSetup,
  CoreStart,
  Logger,
  Plugin,
  PluginInitializerContext,
} from '@kbn/core/server';
import type { DataViewsServerPluginStart } from '@kbn/data-views-plugin/server';
import type {
  EncryptedSavedObjectsPluginSetup,
  EncryptedSavedObjectsPluginStart,
} from '@kbn/encrypted-saved-objects-plugin/server';
import type { FeaturesPluginSetup } from '@kbn/features-plugin/server';
import type { SecurityPluginSetup, SecurityPluginStart } from '@kbn/security-plugin/server';
import type { SpacesPluginStart } from '@kbn/spaces-plugin/server';
import type {
  TaskManagerSetupContract,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import { durationMs } from '../common/duration';
import type { AnomalyDetectorConfig } from './config';
import { BucketSource } from './buckets/bucket_source';
import { BucketStore } from './buckets/bucket_store';
import { InstallDashboard } from './dashboard/install_dashboard';
import { DataViews } from './data_views';
import { CheckAccess } from './detectors/check_access';
import { DeleteDetector } from './detectors/delete_detector';
import { LogAccess } from './detectors/log_access';
import { NameAccess } from './detectors/name_access';
import { ReleaseKeys } from './detectors/release_keys';
import { SaveDetector } from './detectors/save_detector';
import { ScoreDetector } from './detectors/score_detector';
import { SwitchDetector } from './detectors/switch_detector';
import { ExplainAnomaly } from './differences/explain_anomaly';
import { RecordsTemplate } from './elasticsearch/records_template';
import { messageOf } from './errors';
import { registerFeature } from './features';
import { DetectorLog } from './messages/detector_log';
import { AskComparison } from './models/ask_comparison';
import { ChangeModels } from './models/change_models';
import { CompareModels } from './models/compare_models';
import { ModelCache } from './models/model_cache';
import { TrainDetector } from './models/train_detector';
import { PreviewDetector } from './preview/preview_detector';
import { ApplyQuietTimes } from './quiet_times/apply_quiet_times';
import { ChangeQuietTimes } from './quiet_times/change_quiet_times';
import { registerRuleTypes } from './rule_types';
import { RunAnomalyRule } from './rule_types/run_anomaly_rule';
import { RunHealthRule } from './rule_types/run_health_rule';
import { addAllRoutes } from './routes/all_routes';
import { RouteRegistry, type RouteStart } from './routes/route';
import type { RouteServices } from './routes/services';
import { RequestRun } from './runs/request_run';
import { RunHistory } from './runs/run_history';
import { AddSampleData } from './sample_data/add_sample_data';
import { RemoveSampleData } from './sample_data/remove_sample_data';
import { DetectorKeys } from './saved_objects/detector_keys';
import { GrantedKeys } from './saved_objects/granted_keys';
import {
  GRANTED_KEY_TYPE,
  HIDDEN_TYPES,
  KEY_TYPE,
  savedObjectTypes,
} from './saved_objects/saved_object_types';
import { spaceOf } from './space';
import { registerTasks } from './tasks';
import { DetectorTasks } from './tasks/detector_tasks';
import { OrphanedTasks } from './tasks/orphaned_tasks';
import { ImportDetectors } from './transfer/import_detectors';
import { ImportModel } from './transfer/import_model';
import type { TaskContext } from './tasks/task_context';
import { TrainingSlots } from './tasks/training_slots';
import { TrainingThread } from './training_thread/training_thread';
import { PrepareUninstall } from './uninstall/prepare_uninstall';

export interface SetupPlugins {
  /** Absent in the standalone host. */
  alerting?: AlertingServerSetup;
  encryptedSavedObjects: EncryptedSavedObjectsPluginSetup;
  features: FeaturesPluginSetup;
  taskManager: TaskManagerSetupContract;
  security?: SecurityPluginSetup;
}

export interface StartPlugins {
  /** Absent in the standalone host. */
  alerting?: AlertingServerStart;
  encryptedSavedObjects: EncryptedSavedObjectsPluginStart;
  taskManager: TaskManagerStartContract;
  dataViews?: DataViewsServerPluginStart;
  security?: SecurityPluginStart;
  spaces?: SpacesPluginStart;
}

/** What people know a Kibana by. */
function nodeName(http: CoreSetup['http']): string {
  const { name, port } = http.getServerInfo();
  return `${name}:${port}`;
}

type Started = TaskContext & RouteStart<RouteServices>;

const grantedKeysOf = (core: CoreStart): GrantedKeys =>
  new GrantedKeys(core.savedObjects.createInternalRepository([GRANTED_KEY_TYPE]));

/** Wires the use cases to Kibana; nothing else. */
export class AnomalyDetectorPlugin implements Plugin<SetupPlugins, StartPlugins> {
  private readonly logger: Logger;
  private readonly config: AnomalyDetectorConfig;
  private readonly instanceUuid: string;
  private readonly version: string;
  /** Before any task can run. */
  private readonly createdAt = Date.now();

  constructor(context: PluginInitializerContext<AnomalyDetectorConfig>) {
    this.logger = context.logger.get();
    this.config = context.config.get();
    this.instanceUuid = context.env.instanceUuid;
    this.version = context.env.packageInfo.version;
  }

  setup(core: CoreSetup<StartPlugins>, plugins: SetupPlugins): void {
    savedObjectTypes.forEach((type) => core.savedObjects.registerType(type));
    plugins.encryptedSavedObjects.registerType({
      type: KEY_TYPE,
      attributesToEncrypt: new Set(['apiKey']),
      // Kibanas differ in which of the two they look at.
      attributesToExcludeFromAAD: new Set(['owner']),
      attributesToIncludeInAAD: new Set(),
    });
    registerFeature(plugins.features, this.version);

    let started: Promise<Started> | undefined;
    const getStarted = (): Promise<Started> =>
      (started ??= core
        .getStartServices()
        .then(([coreStart, startPlugins]) =>
          this.assemble(coreStart, plugins, startPlugins, nodeName(core.http))
        ));

    registerTasks(plugins.taskManager, getStarted);
    if (plugins.alerting) {
      const { serverBasePath, publicBaseUrl } = core.http.basePath;
      const address = { serverBasePath, publicBaseUrl, version: this.version };
      const anomalyRule = new RunAnomalyRule(address);
      const healthRule = new RunHealthRule(address);
      registerRuleTypes(plugins.alerting, async () => ({
        spaceOf: (await getStarted()).spaceOf,
        anomalyRule,
        healthRule,
      }));
    }
    addAllRoutes(
      new RouteRegistry<RouteServices>(
        core.http.createRouter(),
        getStarted,
        this.logger.get('routes')
      )
    );
  }

  start(core: CoreStart, { taskManager }: StartPlugins): void {
    const logger = this.logger.get('tasks');
    const orphans = new OrphanedTasks(taskManager, logger);
    orphans.takeUpOwn(this.instanceUuid, this.createdAt).catch((error: unknown) => {
      this.logger.warn(
        `What was running when this Kibana last ended could not be looked up; Task Manager repeats it later: ${messageOf(error)}`
      );
    });
    const lookAfterKeys = async () => {
      const keys = await grantedKeysOf(core).list();
      if (keys.length > 0) await new DetectorTasks(taskManager, orphans, logger).lookAfterKeys();
    };
    lookAfterKeys().catch((error: unknown) => {
      this.logger.warn(
        `API keys that no detector runs with are not looked for until a detector is saved: ${messageOf(error)}`
      );
    });
  }

  stop(): void {}

  private assemble(
    core: CoreStart,
    setup: SetupPlugins,
    start: StartPlugins,
    node: string
  ): Started {
    const { security } = start;
    const isSecurityEnabled = () => setup.security?.license.isEnabled() ?? false;
    const notes = grantedKeysOf(core);
    const keys = new DetectorKeys(
      core,
      { setup: setup.encryptedSavedObjects, start: start.encryptedSavedObjects },
      security && {
        start: security,
        isEnabled: isSecurityEnabled,
      },
      notes,
      durationMs(this.config.requestTimeout)
    );
    const repository = core.savedObjects.createInternalRepository(HIDDEN_TYPES);
    const orphans = new OrphanedTasks(start.taskManager, this.logger.get('tasks'));
    const tasks = new DetectorTasks(start.taskManager, orphans, this.logger.get('tasks'));
    const models = new ModelCache();
    const dataViews = new DataViews(start.dataViews, this.logger);
    const internalClient = core.elasticsearch.client.asInternalUser;
    const bucketStore = new BucketStore(internalClient);
    const log = new DetectorLog(internalClient, node, this.logger.get('messages'));
    const history = new RunHistory(internalClient, node, this.logger.get('messages'));
    const trainingSlots = new TrainingSlots(internalClient, this.config.maxConcurrentTrainings);
    const bucketSource = new BucketSource(bucketStore);
    const score = new ScoreDetector(new RecordsTemplate(internalClient), bucketSource);
    const spaces = (spaceId: string) => spaceOf(spaceId, repository);
    const releaseKeys = new ReleaseKeys(
      notes,
      keys,
      tasks,
      bucketStore,
      log,
      spaces,
      this.logger.get('keys')
    );
    const compareModels = new CompareModels(bucketSource);
    const save = new SaveDetector(keys, tasks, dataViews, log, this.config, this.logger);
    const applyQuietTimes = new ApplyQuietTimes(keys);
    const remove = new DeleteDetector(keys, tasks, bucketStore, log);
    const runs = new RequestRun(tasks, log);
    const logAccess = new LogAccess(isSecurityEnabled);
    return {
      spaceOf: spaces,
      log,
      history,
      trainingSlots,
      spaces: start.spaces,
      security,
      keys,
      releaseKeys,
      models,
      tasks,
      orphans,
      train: new TrainDetector(new TrainingThread(internalClient, this.logger.get('training'))),
      bucketStore,
      score,
      applyQuietTimes,
      config: this.config,
      logger: this.logger.get('tasks'),
      services: {
        access: new CheckAccess(keys),
        save,
        remove,
        switch: new SwitchDetector(tasks, dataViews, log),
        runs,
        sampleData: new AddSampleData(save, runs),
        removeSampleData: new RemoveSampleData(remove),
        quietTimes: new ChangeQuietTimes(keys, applyQuietTimes, tasks),
        log,
        history,
        tasks,
        models,
        changeModels: new ChangeModels(models, tasks, keys, log),
        importDetectors: new ImportDetectors(save, tasks),
        importModel: new ImportModel(log),
        compareModels: new AskComparison(compareModels, models, keys),
        bucketSource,
        logAccess,
        names: new NameAccess(logAccess),
        explain: new ExplainAnomaly(models),
        preview: new PreviewDetector(),
        installDashboard: new InstallDashboard(dataViews),
        prepareUninstall: new PrepareUninstall(remove, start.alerting, internalClient),
      },
    };
  }
}
