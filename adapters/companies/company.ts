/**
 * A company as the rest of the program uses it: the catalogue's row, its own rules, its policy and its connection to
 * the ERP.
 */
import type { Integration, Policy } from '../../workflows/contract/rules';
import { catalogue } from './catalogue';
import type { CatalogueEntry, NotSupported } from './catalogue/entry';
import type { Finding, CompanyConfig } from './companies-file';
import { supportsPreflight, furtherIds, toConnection, type Connection } from './connection';
import { toAcceptField, toProvenance, toRules, type RuleProvenance } from './figures';
import { toNotify, whyNoReminder, type Notify } from './notify';
import { findContradictions, mergeRules } from './overrides';
import { toSource, type CompanySource } from './source';
import { defined } from '../../workflows/contract/defined';

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly integration: Integration;
  readonly policy: Policy;
  readonly takesProjects: boolean;
  readonly notSupported?: NotSupported;
  readonly connection: Connection;
  /** Whom the company notifies. Absent if it notifies nobody. */
  readonly notify?: Notify;
  /** The source of its projects. Absent if they are sent. */
  readonly source?: CompanySource;
  readonly prerequisites: readonly string[];
  /** The source and the certainty of every rule, every accept field and the direction. */
  readonly figures: readonly RuleProvenance[];
}

type Report = (path: readonly string[], message: string) => void;

/** Only what is told of is frozen into a submission; who is told is read when it is sent. */
function toPolicy({ policy, source }: Pick<CompanyConfig, 'policy' | 'source'>, notify: Notify | undefined): Policy {
  const { fourEyes, exportFor, rawSignals, remindAfter, searchNames } = policy;
  return {
    fourEyes,
    exportForMs: exportFor,
    rawSignals,
    ...defined({
      notices: notify && [...notify.events],
      remindAfterMs: remindAfter,
      writeBack: source?.writeBack ? true : undefined,
      searchNames: searchNames ? true : undefined,
    }),
  };
}

/** What the adapter brings along. */
const toReach = (connection: Connection, rules: Integration['rules']): Pick<Integration, 'ids' | 'supportsPreflight'> =>
  defined({
    ids: connection.adapter === 'none' ? undefined : [...furtherIds(connection)],
    supportsPreflight: supportsPreflight(connection, rules) ? true : undefined,
  });

/** Makes a company from its configuration. If `findings` says what is wrong, the company must not be used. */
export function toCompany(
  id: string,
  { name, integration, rules, policy, notify: written, source }: CompanyConfig,
  varDirectory: string,
): { company: Company; findings: Finding[] } {
  const findings: Finding[] = [];
  const report: Report = (path, message) => findings.push({ path: ['companies', id, ...path], message });

  const entry: CatalogueEntry = catalogue[integration.erp];
  const sourced = mergeRules(entry.rules, rules);
  const merged = toRules(sourced);
  for (const { path, message } of findContradictions(merged)) report(['rules', ...path], message);
  const connection = toConnection(integration, entry, varDirectory, report);

  const notify = written && toNotify(written);
  const unreminded = policy.remindAfter === undefined ? undefined : whyNoReminder(notify);
  if (unreminded !== undefined) report(['policy', 'remindAfter'], unreminded);

  const company: Company = {
    id,
    name,
    integration: {
      erp: integration.erp,
      erpName: entry.erpName,
      direction: entry.direction.value,
      rules: merged,
      acceptFields: entry.acceptFields.map(toAcceptField),
      ...toReach(connection, merged),
    },
    policy: toPolicy({ policy, source }, notify),
    ...defined({ notify }),
    takesProjects: !('notSupported' in entry),
    connection,
    ...defined({
      notSupported: 'notSupported' in entry ? entry.notSupported : undefined,
      source: source && toSource(source),
    }),
    prerequisites: entry.prerequisites,
    figures: [{ rule: 'direction', ...entry.direction }, ...toProvenance(sourced, entry.acceptFields)],
  };
  return { company, findings };
}
