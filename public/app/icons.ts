import { ICON_TYPES } from '@elastic/eui';

const known = new Set<string>(ICON_TYPES);

/** The icon by the name that this Kibana's EUI knows it by: newer ones have renamed some. */
const either = (name: string, newerName: string): string => (known.has(name) ? name : newerName);

export const icons = {
  arrowDown: either('arrowDown', 'chevronSingleDown'),
  arrowRight: either('arrowRight', 'chevronSingleRight'),
  arrowUp: either('arrowUp', 'chevronSingleUp'),
  done: either('checkInCircleFilled', 'checkCircleFill'),
  download: either('exportAction', 'download'),
  gone: either('unlink', 'linkSlash'),
  import: either('importAction', 'upload'),
  information: either('iInCircle', 'info'),
  plus: either('plusInCircle', 'plusCircle'),
  sample: either('beaker', 'flask'),
  score: either('timeRefresh', 'refreshTime'),
  train: either('training', 'machineLearningApp'),
};
