/** The figures of an integration in plain words: of each rule what it asks, where it comes from and how certain it is. */
import { toMaskExample } from '../../workflows/contract/mask';
import type { IntegrationView } from '../api/answers';
import { texts } from '../texts';
import { ownText } from './own';
import { toLabel } from './pointers';

type Figure = IntegrationView['figures'][number];

export interface PlainRule {
  /** What the rule is about, such as `Name`. */
  readonly about: string;
  readonly says: string;
  readonly source: string;
  readonly certainty: string;
}

const acceptField = (key: string, { acceptFields }: Pick<IntegrationView, 'acceptFields'>): string =>
  acceptFields.find((field) => field.key === key)?.label ?? key;

/** A rule is named by the path of its field and the kind of the rule, such as `address.city.maxLength`. */
function toAbout(path: readonly string[], integration: Pick<IntegrationView, 'acceptFields'>): string {
  const [first, ...rest] = path;
  if (first === undefined) return texts.about.whole;
  if (first === 'acceptFields') return acceptField(rest.join('.'), integration);
  return first === 'jobNumber' ? texts.fields.jobNumber : toLabel(`/${path.join('/')}`);
}

function toSays(kind: string, value: Figure['value']): string {
  if (kind === 'mask') return texts.about.mask(String(value), toMaskExample(String(value)));
  const say = ownText(texts.about.rules, kind);
  return say === undefined ? `${kind}: ${String(value)}` : say(value);
}

export function toPlainRules(integration: Pick<IntegrationView, 'figures' | 'acceptFields'>): PlainRule[] {
  return integration.figures.map(({ rule, value, source, certainty }) => {
    const path = rule.split('.');
    const kind = path.pop() ?? '';
    return {
      about: toAbout(path, integration),
      says: toSays(kind, value),
      source,
      certainty: texts.about.certainty[certainty],
    };
  });
}
