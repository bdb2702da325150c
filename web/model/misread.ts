/** What is typed and not understood, by field: said before the rules are asked, whose words know only the document. */
import { findField, projectFields, toPointer } from '../../workflows/contract/pointers';
import type { Finding } from './findings';
import { numberRows, type ProjectDraft } from './project-draft';
import { understand } from './typed';

export function misread({ fields, costCodes }: ProjectDraft): Finding[] {
  const places = numberRows(costCodes);
  const typed = [
    ...projectFields.map((pointer) => [pointer, findField(pointer)?.row.kind, fields[pointer] ?? ''] as const),
    ...costCodes.map(({ budget }, index) => {
      const place = places[index];
      return [place === undefined ? '' : toPointer('costCodes', place, 'budget'), 'signed_amount', budget] as const;
    }),
  ];
  return typed.flatMap(([pointer, kind, text]) => {
    const { fault } = understand(kind, text);
    return fault === undefined ? [] : [{ pointer, message: fault, isError: true }];
  });
}

/** What is misread stands once at its field: the rules would only call it no amount. */
export function withMisread(findings: readonly Finding[], own: readonly Finding[]): readonly Finding[] {
  const pointers = new Set(own.map(({ pointer }) => pointer));
  return [...own, ...findings.filter(({ pointer }) => !pointers.has(pointer))];
}
