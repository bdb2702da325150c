/** A company as the rest of the program sees it: the catalogue's row, its own rules, policy and way to the ERP. */
import type { Integration, Policy } from '../../workflows/contract/rules';
import { catalogue } from './catalogue';
import type { CatalogueEntry, WhyNot } from './catalogue/entry';
import type { Finding, WrittenCompany } from './companies-file';
import { toDirectory } from './directories';
import { toAcceptField, toFigures, toRules, type Figure } from './figures';
import { findContradictions, mergeRules } from './overrides';

/** `directory` is absolute. `commitWithinMs`: how long a write that left may still appear. */
type Connection =
  | { readonly adapter: 'file-drop'; readonly directory: string; readonly commitWithinMs: number }
  | { readonly adapter: 'none' };

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly integration: Integration;
  readonly policy: Policy;
  readonly takesProjects: boolean;
  readonly whyNot?: WhyNot;
  readonly connection: Connection;
  readonly prerequisites: readonly string[];
  /** Source and certainty of every rule and accept field, and of the direction. */
  readonly figures: readonly Figure[];
}

/** Its own rename is the commit, and the folder is read without delay. */
const fileDropCommitWithinMs = 0;

type Report = (path: readonly string[], message: string) => void;

function toConnection(
  written: WrittenCompany['integration'],
  entry: CatalogueEntry,
  varDirectory: string,
  report: Report,
): Connection {
  if ('whyNot' in entry) {
    if (written.adapter !== 'none') {
      report(['integration', 'adapter'], `does not fit: ${entry.erpName} takes no projects. Write "adapter: none".`);
    }
    return { adapter: 'none' };
  }
  if (written.adapter === 'none' || !entry.adapters.includes(written.adapter)) {
    const ways = entry.adapters.map((adapter) => `"adapter: ${adapter}"`).join(' or ');
    report(['integration', 'adapter'], `does not fit: ${entry.erpName} takes projects. Write ${ways}.`);
    return { adapter: 'none' };
  }
  const directory = toDirectory(written.directory, varDirectory);
  if ('problem' in directory) {
    report(['integration', 'directory'], directory.problem);
    return { adapter: 'none' };
  }
  return {
    adapter: 'file-drop',
    directory: directory.path,
    commitWithinMs: written.commitWithin ?? fileDropCommitWithinMs,
  };
}

/** `findings` says what is wrong with it; then the company is of no use. */
export function toCompany(
  id: string,
  { name, integration, rules, policy }: WrittenCompany,
  varDirectory: string,
): { company: Company; findings: Finding[] } {
  const findings: Finding[] = [];
  const report: Report = (path, message) => findings.push({ path: ['companies', id, ...path], message });

  const entry: CatalogueEntry = catalogue[integration.erp];
  const sourced = mergeRules(entry.rules, rules);
  const merged = toRules(sourced);
  for (const { path, message } of findContradictions(merged)) report(['rules', ...path], message);
  const connection = toConnection(integration, entry, varDirectory, report);

  const company: Company = {
    id,
    name,
    integration: {
      erp: integration.erp,
      erpName: entry.erpName,
      direction: entry.direction.value,
      rules: merged,
      acceptFields: entry.acceptFields.map(toAcceptField),
    },
    policy: { fourEyes: policy.fourEyes, exportForMs: policy.exportFor, rawSignals: policy.rawSignals },
    takesProjects: !('whyNot' in entry),
    ...('whyNot' in entry ? { whyNot: entry.whyNot } : {}),
    connection,
    prerequisites: entry.prerequisites,
    figures: [{ rule: 'direction', ...entry.direction }, ...toFigures(sourced, entry.acceptFields)],
  };
  return { company, findings };
}
