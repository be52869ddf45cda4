/**
 * Owns a run on one project: its people, the tenants of each subject, and removing it all again.
 */
import { randomUUID } from 'node:crypto';
import type { Attack, Subject } from './attack.ts';
import { People } from './people.ts';
import type { Project } from './project.ts';
import { removeTenants } from './remove.ts';
import { AttackRun } from './attack-run.ts';
import { SLUG_PREFIX, buildFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

/** Nobody on the team writes so often that a limit of theirs answers in the place of the guard that is tried. */
const FIXTURES_PER_SHIFT = 10;

export class Run {
  readonly #project: Project;
  readonly #people: People;
  readonly #name = randomUUID().slice(0, 8);
  readonly #fixtures = new Map<string, Promise<Fixture>>();

  constructor(project: Project) {
    this.#project = project;
    this.#people = new People(project, this.#name);
  }

  /** Throws AttackSucceeded when a guard did not hold. */
  async attack(subject: Subject, attack: Attack): Promise<void> {
    const own = attack.alone === true || attack.widget !== undefined;
    const nobodyLeft = attack.nobodyLeft ?? subject.nobodyLeft ?? false;
    const name = own ? `${subject.subject}: ${attack.attack}` : `${subject.subject} ${String(nobodyLeft)}`;
    const fixture = await this.#fixture(name, nobodyLeft);
    if (attack.widget !== undefined) await fixture.change(attack.widget);
    const run = new AttackRun(this.#project, this.#people, fixture);
    try {
      await run.carryOut(attack.steps);
    } finally {
      run.close();
    }
  }

  #fixture(name: string, nobodyLeft: boolean): Promise<Fixture> {
    let fixture = this.#fixtures.get(name);
    if (fixture === undefined) {
      fixture = buildFixture(this.#project, this.#people, {
        slug: `${SLUG_PREFIX}${this.#name}-${String(this.#fixtures.size)}`,
        shift: `shift ${String(Math.floor(this.#fixtures.size / FIXTURES_PER_SHIFT))}`,
        nobodyLeft,
      });
      this.#fixtures.set(name, fixture);
    }
    return fixture;
  }

  /** Removes what the run made: files, tenants with everything in them, people. */
  async clean(): Promise<void> {
    await removeTenants(this.#project, `slug=like.${SLUG_PREFIX}${this.#name}-*`);
    await this.#people.remove();
  }
}
