/** The accounts of the sample data. All have the one sample password, which the demonstration prints at its start. */

export const samplePassword = 'ThiDua@2021';

export const accounts = {
  campaignManager: 'quanly',
  appraisalLead: 'totruong',
  /** Appraises groups B, C and D; works in the Department of Justice. */
  justiceAppraiser: 'td-tuphap',
  /** Appraises groups A, E and H; works in the provincial office. */
  officeAppraiser: 'td-vpubnd',
  /** Appraises group F. */
  informationAppraiser: 'td-tttt',
  /** Appraises group G. */
  homeAffairsAppraiser: 'td-noivu',
  /** Writes initiatives in Phước Hưng. */
  author: 'tacgia',
  coAuthor: 'dongtacgia',
  /** Keeps the register of initiatives of Phước Hưng. */
  registerKeeper: 'tk-30358',
  /** Vice-chair of the initiative council of Phước Hưng. */
  councilMember: 'hoidong',
  /** Expert on that council. */
  councilExpert: 'hoidong2',
  /** Checks what units refer to the province. */
  officer: 'khcn',
  /** Leads the province, and chairs its initiative council. */
  chairman: 'chutich',
  /** Numbers decisions. */
  clerk: 'vanthu',
  analyst: 'phantich',
  auditor: 'thanhtra',
  administrator: 'quantri',
  /** A focal officer whose role ended in June 2021. */
  expiredOfficer: 'hethan',
} as const;

/** Sign-in name of the focal officer of a unit. */
export function officerOf(unitCode: string): string {
  return `cb-${unitCode.toLowerCase()}`;
}

/** Sign-in name of the leader of a unit. */
export function leaderOf(unitCode: string): string {
  return `ld-${unitCode.toLowerCase()}`;
}

export const campaigns = {
  /** In full swing at the moment of the sample data. */
  year: 'KSTTHC-2021',
  /** Appraised, and waiting for its ranking. */
  halfYear: 'KSTTHC-2021-6T',
  /** Published. */
  quarter: 'KSTTHC-2021-Q1',
} as const;

export const units = {
  /** A commune whose sheet is half filled in. */
  phuocHung: '30358',
  /** A commune in the middle of its sheet, which only the inspection's journey changes. */
  phuBinh: '30445',
  /** A ward in the middle of its sheet, which only the journey of a lost session changes. */
  longThanh: '30376',
  /** A commune that has not begun. */
  untouched: '30361',
  anPhu: '886',
  justice: 'AG-SO-TU-PHAP',
} as const;
