import { mount, unmount } from 'svelte';
import { need } from '$lib/i18n';
import StepUpDialog from './StepUpDialog.svelte';

let asking: Promise<boolean> | null = null;

/** Asks the person again who they are; true when they have proved it. Two deeds at once ask one question. */
export function ask(): Promise<boolean> {
  asking ??= show().finally(() => (asking = null));
  return asking;
}

async function show(): Promise<boolean> {
  await need('security');
  return new Promise((resolve) => {
    const dialog = mount(StepUpDialog, {
      target: document.body,
      props: {
        onanswer: (hasProved: boolean) => {
          resolve(hasProved);
          // The dialog first gives the focus back to where it was.
          setTimeout(() => void unmount(dialog), 300);
        },
      },
    });
  });
}
