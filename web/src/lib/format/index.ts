export type { Language } from './language';
export * from './dates';
export * from './deadline';
export * from './names';
export * from './numbers';
export * from './points';
export * from './search';
export * from './sizes';
