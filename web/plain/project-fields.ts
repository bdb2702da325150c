/** The single fields of a project. Lists and custom fields have places of their own. */

/** Fields in the order they are read, with pointers as checks, rejections and differences name them. */
export const projectFields = [
  '/name',
  '/number',
  '/customer/name',
  '/customer/code',
  '/address/line1',
  '/address/line2',
  '/address/city',
  '/address/region',
  '/address/postalCode',
  '/address/country',
  '/startDate',
  '/completionDate',
  '/currency',
  '/totalValue',
  '/type',
  '/department',
  '/description',
] as const;
export type ProjectField = (typeof projectFields)[number];
