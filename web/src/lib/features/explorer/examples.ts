/** A query to begin with; its title stands in the texts under the same name. */
export interface Example {
  name: 'progress' | 'ranking' | 'line' | 'units' | 'criteria' | 'audit';
  query: string;
  variables: string;
}

export const examples: readonly Example[] = [
  {
    name: 'progress',
    query: `# How far the units and the appraisal are, campaign by campaign.
query Progress {
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
    query: `# The ranking of every campaign that has one, with the way each total came about.
query Ranking($first: Int!) {
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
    query: `# Sheets by state, with every line: facts, scores, and how they came about.
query Sheets($state: SubmissionState) {
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
    query: `# Units by name, marks left out, as they were on a day.
query Units($search: String!, $asOf: Date) {
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
    query: `# A criteria set with its rules in words.
query Criteria {
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
    query: `# Who adjusted scores lately, and why. For those who may read the audit log.
query Adjustments {
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
