import type { CoreStart } from '@kbn/core/public';

import { createState } from './state';

export interface HostToast {
  id: string;
  title: string;
  text?: string;
  color: 'success' | 'warning' | 'danger';
  iconType: 'check' | 'help' | 'error';
}

/** The toasts to be seen, and the contract that adds to them. */
export function createToasts() {
  const toasts = createState<HostToast[]>([]);
  let count = 0;
  const add =
    (color: HostToast['color'], iconType: HostToast['iconType']) =>
    (toast: string | { title: string; text?: string }) => {
      const { title, text } = typeof toast === 'string' ? { title: toast, text: undefined } : toast;
      toasts.set([...toasts.value, { id: String(++count), title, text, color, iconType }]);
    };
  const contract: CoreStart['notifications']['toasts'] = {
    addSuccess: add('success', 'check'),
    addWarning: add('warning', 'help'),
    addDanger: add('danger', 'error'),
  };
  return {
    toasts,
    contract,
    dismiss: (id: string) => toasts.set(toasts.value.filter((toast) => toast.id !== id)),
  };
}
