/** What few need to sign in: loaded when somebody does. */
export { default as CodeForm } from './CodeForm.svelte';
export { default as SetUpNotice } from './SetUpNotice.svelte';
export { default as SsoDoor } from './SsoDoor.svelte';
