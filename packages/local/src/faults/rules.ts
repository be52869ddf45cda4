/** A list of rules about a subject, asked in order: the first that has an opinion decides. */

/** Undefined = no opinion. */
export type Rule<Subject, Fault> = (subject: Subject) => Fault | undefined;

export interface Rules<Subject, Fault> {
  /** Answers a function that takes the rule away again. */
  add(rule: Rule<Subject, Fault>): () => void;
  decide(subject: Subject): Fault | undefined;
  clear(): void;
}

export function createRules<Subject, Fault>(): Rules<Subject, Fault> {
  let rules: readonly Rule<Subject, Fault>[] = [];
  return {
    add(rule) {
      rules = [...rules, rule];
      return () => (rules = rules.filter((other) => other !== rule));
    },
    decide(subject) {
      for (const rule of rules) {
        const fault = rule(subject);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    clear() {
      rules = [];
    },
  };
}
