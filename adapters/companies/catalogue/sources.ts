/** Pages that more than one row of the catalogue rests on. */

export const acceptPage = 'Procore help, accept or reject a project for export: "ERP Integration Job ID"';
export const manualsSummary = "procore-erp-map, a summary of Procore's ERP manuals";
export const generalKnowledge = 'general knowledge of the ERP; no page was read';
export const numberIsUsual =
  'general knowledge: the approver names a job number at accept; no page on this ERP was read';

export const thingsToKnow = (erp: string) => `Procore help, Things to Know for ${erp}, read in a copy that is cut off`;
