import type { Language } from '$lib/format';

/** A query to begin with; its title stands in the texts under the same name. */
export interface Example {
  name: 'progress' | 'ranking' | 'line' | 'units' | 'criteria' | 'audit';
  /** What it asks for; stands above it as a comment in the language of the screen. */
  about: Record<Language, string>;
  query: string;
  variables: string;
  /** The right without which the server refuses it. */
  needs?: keyof Rights;
}

/** What the viewer may read, as far as examples need it. */
export interface Rights {
  readonly canReadSheets: boolean;
  readonly canReadAudit: boolean;
}

export const examples: readonly Example[] = [
  {
    name: 'progress',
    needs: 'canReadSheets',
    about: {
      vi: 'Tiến độ tự chấm và thẩm định của từng phong trào.',
      en: 'How far the units and the appraisal are, campaign by campaign.',
    },
    query: `query Progress {
  campaigns(first: 10) {
    nodes {
      code
      titleVi
      state
      progress {
        peerGroup { code nameVi }
        total
        notStarted
        draft
        submitted
        underAppraisal
        appraised
        overdue
      }
      appraisalProgress {
        criterion { code }
        decided
        total
      }
    }
  }
}
`,
    variables: '',
  },
  {
    name: 'ranking',
    about: {
      vi: 'Xếp hạng của các phong trào đã tính, kèm cách tính từng tổng điểm.',
      en: 'The ranking of every campaign that has one, with the way each total came about.',
    },
    query: `query Ranking($first: Int!) {
  campaigns(first: 5) {
    nodes {
      code
      ranking {
        computedAt
        results(first: $first) {
          totalCount
          nodes {
            rank
            isTied
            unit { qualifiedName peerGroup { nameVi } }
            base
            bonus
            penalty
            total
            grade
            gapToNext
            trace
          }
        }
      }
    }
  }
}
`,
    variables: '{ "first": 20 }\n',
  },
  {
    name: 'line',
    needs: 'canReadSheets',
    about: {
      vi: 'Phiếu theo trạng thái, kèm từng dòng: số liệu, điểm và cách tính.',
      en: 'Sheets by state, with every line: facts, scores, and how they came about.',
    },
    query: `query Sheets($state: SubmissionState) {
  campaigns(first: 5) {
    nodes {
      code
      submissions(first: 5, state: $state) {
        totalCount
        nodes {
          unit { qualifiedName }
          selfTotal
          appraisedTotal
          lines {
            criterion { code titleVi }
            selfScore
            r1Score
            r1Reason
            trace { text nextGap }
          }
        }
      }
    }
  }
}
`,
    variables: '{ "state": "UNDER_APPRAISAL" }\n',
  },
  {
    name: 'units',
    about: {
      vi: 'Tìm đơn vị theo tên (gõ không dấu cũng được), tại một ngày.',
      en: 'Units by name, marks left out, as they were on a day.',
    },
    query: `query Units($search: String!, $asOf: Date) {
  units(first: 20, search: $search, asOf: $asOf) {
    totalCount
    nodes {
      code
      qualifiedName
      kind
      validFrom
      validTo
      ancestors { shortName }
    }
  }
}
`,
    variables: '{ "search": "phuoc hung", "asOf": "2021-12-15" }\n',
  },
  {
    name: 'criteria',
    about: {
      vi: 'Bộ tiêu chí và quy tắc chấm bằng lời.',
      en: 'A criteria set with its rules in words.',
    },
    query: `query Criteria {
  criteriaSets(first: 1) {
    nodes {
      code
      version
      totals { kind maxPoints criterionCount }
      groups {
        code
        titleVi
        maxPoints
        criteria { code titleVi maxPoints ruleKind ruleSentence zeroPolicy }
      }
    }
  }
}
`,
    variables: '',
  },
  {
    name: 'audit',
    needs: 'canReadAudit',
    about: {
      vi: 'Ai vừa điều chỉnh điểm, vì lý do gì. Dành cho người được xem nhật ký.',
      en: 'Who adjusted scores lately, and why. For those who may read the audit log.',
    },
    query: `query Adjustments {
  auditEntries(first: 20, deed: "appraisal.line_adjusted") {
    totalCount
    nodes {
      at
      actorName
      actingRole
      reason
      before
      after
    }
  }
}
`,
    variables: '',
  },
];

/** The examples that the viewer may run. */
export function examplesFor(rights: Rights): readonly Example[] {
  return examples.filter(({ needs }) => needs === undefined || rights[needs]);
}

/** An example as it stands in the editor. */
export function textOf({ about, query }: Example, language: Language): string {
  return `# ${about[language]}\n${query}`;
}

/** The example that stands in the editor unchanged, in either language. */
export function exampleOf(text: string): Example | undefined {
  return examples.find((example) => textOf(example, 'vi') === text || textOf(example, 'en') === text);
}
