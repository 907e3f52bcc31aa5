import { toDeadline, toInstant, toWallClock } from '$lib/format';
import type { DissolutionPolicy, PhaseKind, Settings, UnitChoice, UnitKind } from './settings';

export interface PhaseForm {
  kind: PhaseKind;
  opensDate: string | null;
  opensTime: string;
  closesDate: string | null;
  closesTime: string;
}

export interface PeerGroupForm {
  code: string;
  nameVi: string;
  nameEn: string;
  scoringKinds: UnitKind[];
}

/** What a person enters about a campaign; dates and times as Vietnam's calendar and clock show them. */
export interface CampaignForm {
  code: string;
  titleVi: string;
  titleEn: string;
  ownerUnit: UnitChoice | null;
  criteriaSetId: string;
  planNumber: string;
  planDate: string | null;
  periodFrom: string | null;
  periodTo: string | null;
  referenceKind: UnitKind;
  dissolutionPolicy: DissolutionPolicy;
  phases: PhaseForm[];
  peerGroups: PeerGroupForm[];
}

/** What can become of a sheet whose unit ends before it is submitted (INV-U3). */
export const dissolutionPolicies: readonly DissolutionPolicy[] = [
  'CLOSE_AT_DISSOLUTION',
  'INHERIT_BY_SUCCESSOR',
  'EXEMPT',
];

export const phaseKinds: readonly PhaseKind[] = ['SELF_SCORING', 'APPRAISAL_1', 'RESULT'];

/** Kinds of unit that take part in campaigns. */
export const scoringKinds: readonly UnitKind[] = [
  'PROV_DEPT',
  'VERTICAL',
  'DISTRICT',
  'COMMUNE',
  'PROV_OFFICE',
  'SPECIAL_ZONE',
  'SUB_UNIT',
  'SERVICE_UNIT',
  'OTHER',
];

const dayBegins = '00:00';
const dayEnds = '23:59';

/** A new campaign: the four customary peer groups, and phases that last whole days. */
export function blankForm(): CampaignForm {
  return {
    code: '',
    titleVi: '',
    titleEn: '',
    ownerUnit: null,
    criteriaSetId: '',
    planNumber: '',
    planDate: null,
    periodFrom: null,
    periodTo: null,
    referenceKind: 'PROV_DEPT',
    dissolutionPolicy: 'CLOSE_AT_DISSOLUTION',
    phases: phaseKinds.map(blankPhase),
    peerGroups: [
      group('D', 'Khối sở, ban, ngành tỉnh', 'Provincial departments', 'PROV_DEPT'),
      group('V', 'Khối cơ quan ngành dọc', 'Vertical agencies', 'VERTICAL'),
      group('H', 'Khối huyện, thị xã, thành phố', 'Districts', 'DISTRICT'),
      group('X', 'Khối xã, phường, thị trấn', 'Communes', 'COMMUNE'),
    ],
  };
}

function blankPhase(kind: PhaseKind): PhaseForm {
  return { kind, opensDate: null, opensTime: dayBegins, closesDate: null, closesTime: dayEnds };
}

function group(code: string, nameVi: string, nameEn: string, kind: UnitKind): PeerGroupForm {
  return { code, nameVi, nameEn, scoringKinds: [kind] };
}

export function blankGroup(): PeerGroupForm {
  return { code: '', nameVi: '', nameEn: '', scoringKinds: [] };
}

export function formOf(campaign: Settings): CampaignForm {
  return {
    code: campaign.code,
    titleVi: campaign.titleVi,
    titleEn: campaign.titleEn,
    ownerUnit: campaign.ownerUnit,
    criteriaSetId: campaign.criteriaSet.id,
    planNumber: campaign.planNumber ?? '',
    planDate: campaign.planDate ?? null,
    periodFrom: campaign.periodFrom,
    periodTo: campaign.periodTo,
    referenceKind: campaign.referenceKind,
    dissolutionPolicy: campaign.dissolutionPolicy,
    phases: phaseKinds.map((kind) => {
      const phase = campaign.phases.find((own) => own.kind === kind);
      if (!phase) return blankPhase(kind);
      const [opens, closes] = [toWallClock(phase.opensAt), toWallClock(phase.closesAt)];
      return {
        kind,
        opensDate: opens.date,
        opensTime: opens.time,
        closesDate: closes.date,
        closesTime: closes.time,
      };
    }),
    peerGroups: campaign.peerGroups.map(({ code, nameVi, nameEn, scoringKinds: kinds }) => ({
      code,
      nameVi,
      nameEn,
      scoringKinds: [...kinds],
    })),
  };
}

type Dated = PhaseForm & { opensDate: string; closesDate: string };

/** A draft may leave a phase out; one with only one end is not sent but complained about. */
function isDated(phase: PhaseForm): phase is Dated {
  return phase.opensDate !== null && phase.closesDate !== null;
}

/** What is sent of a form, for a new campaign and for a revision alike; null while something compulsory is missing. */
export function contentOf(form: CampaignForm) {
  const { periodFrom, periodTo } = form;
  if (periodFrom === null || periodTo === null || form.criteriaSetId === '') return null;
  return {
    titleVi: composed(form.titleVi),
    titleEn: composed(form.titleEn),
    criteriaSetId: form.criteriaSetId,
    planNumber: composed(form.planNumber) || null,
    planDate: form.planDate,
    periodFrom,
    periodTo,
    dissolutionPolicy: form.dissolutionPolicy,
    phases: form.phases.filter(isDated).map((phase) => ({
      kind: phase.kind,
      opensAt: toInstant(phase.opensDate, phase.opensTime),
      closesAt: toDeadline(phase.closesDate, phase.closesTime),
    })),
    peerGroups: form.peerGroups.map(({ code, nameVi, nameEn, scoringKinds: kinds }) => ({
      code: composed(code),
      nameVi: composed(nameVi),
      nameEn: composed(nameEn),
      scoringKinds: kinds,
    })),
  };
}

function composed(text: string): string {
  return text.trim().normalize('NFC');
}

export type Fault = 'required' | 'halfPhase';

/** What the form can tell by itself, by the name of the field, as the server names it. */
export function faultsOf(form: CampaignForm, isNew: boolean): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  const need = (field: string, isThere: boolean) => {
    if (!isThere) faults.set(field, 'required');
  };
  if (isNew) {
    need('code', form.code.trim() !== '');
    need('ownerUnitId', form.ownerUnit !== null);
  }
  need('titleVi', form.titleVi.trim() !== '');
  need('titleEn', form.titleEn.trim() !== '');
  need('criteriaSetId', form.criteriaSetId !== '');
  need('periodFrom', form.periodFrom !== null);
  need('periodTo', form.periodTo !== null);
  for (const { kind, opensDate, closesDate } of form.phases) {
    if ((opensDate === null) !== (closesDate === null)) faults.set(`phases.${kind}`, 'halfPhase');
  }
  form.peerGroups.forEach(({ code, nameVi, nameEn }, index) => {
    need(`peerGroups.${index}.code`, code.trim() !== '');
    need(`peerGroups.${index}.nameVi`, nameVi.trim() !== '');
    need(`peerGroups.${index}.nameEn`, nameEn.trim() !== '');
  });
  return faults;
}

/** The field of the form that a problem is about. The server counts the phases that were sent; the form names them. */
export function fieldOf(form: CampaignForm, path: readonly string[]): string {
  const [first = '', second, ...rest] = path;
  if (first !== 'phases' || second === undefined) return path.join('.');
  const phase = form.phases.filter(isDated)[Number(second)];
  return ['phases', phase?.kind ?? second, ...rest].join('.');
}

/** The parts of the screen that problems of publication lead to. */
export type Section = 'general' | 'plan' | 'calendar' | 'peerGroups' | 'appraisers';

/** What stands in the way of publication, by the part of the screen where it is put right; the same words once. */
export function problemsBySection(
  problems: readonly { message: string; path: readonly string[] }[],
): { section: Section; messages: string[] }[] {
  const sections: readonly Section[] = ['general', 'plan', 'calendar', 'peerGroups', 'appraisers'];
  return sections
    .map((section) => ({
      section,
      messages: [
        ...new Set(problems.filter(({ path }) => sectionOf(path) === section).map(({ message }) => message)),
      ],
    }))
    .filter(({ messages }) => messages.length > 0);
}

function sectionOf(path: readonly string[]): Section {
  switch (path[0]) {
    case 'planNumber':
    case 'planDate':
    case 'periodFrom':
    case 'periodTo':
      return 'plan';
    case 'phases':
      return 'calendar';
    case 'peerGroups':
      return 'peerGroups';
    case 'appraiserAssignments':
      return 'appraisers';
    default:
      return 'general';
  }
}
