/** The accounts of the sample data. All have the one sample password, which the demonstration prints at its start. */

export const samplePassword = 'ThiDua@2021';

export const accounts = {
  campaignManager: 'quanly',
} as const;
