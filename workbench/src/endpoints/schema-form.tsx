import { createContext, type ReactNode, useContext, useId } from 'react'
import type { JsonSchema } from '../../../lib/steps/model.ts'
import { Icon } from '../parts/index.ts'
import { exampleOf } from './example.ts'
import { JsonField } from './json-field.tsx'
import { type FormSchema, resolve, typeOf, variantsOf } from './schema.ts'
import type { Problems } from './validate.ts'

const Form = createContext<{ readonly root: JsonSchema; readonly problems: Problems }>({
  root: {},
  problems: new Map(),
})

interface SchemaFormProps {
  readonly schema: JsonSchema
  readonly value: unknown
  readonly problems: Problems
  readonly onChange: (value: unknown) => void
}

/** A form made from a JSON Schema; what it cannot draw is edited as JSON in its place. */
export function SchemaForm({ schema, value, problems, onChange }: SchemaFormProps) {
  return (
    <Form.Provider value={{ root: schema, problems }}>
      <Field schema={schema} value={value} onChange={onChange} name="" pointer="" required />
    </Form.Provider>
  )
}

export interface FieldProps {
  readonly schema: JsonSchema | undefined
  readonly value: unknown
  /** `undefined` leaves the property out. */
  readonly onChange: (value: unknown) => void
  readonly name: string
  readonly pointer: string
  readonly required: boolean
}

function Field(props: FieldProps) {
  const { root } = useContext(Form)
  const form = resolve(props.schema, root)
  const variants = variantsOf(form, root)
  if (variants.length === 1) return <Field {...props} schema={variants[0] as JsonSchema} />
  if (variants.length > 1) return <JsonField {...props} note={form.description} />
  if (form.enum) return <EnumField {...props} form={form} />
  switch (typeOf(form)) {
    case 'object':
      return form.properties ? <ObjectField {...props} form={form} /> : <JsonField {...props} note={form.description} />
    case 'array':
      return <ArrayField {...props} form={form} />
    case 'boolean':
      return <BooleanField {...props} form={form} />
    case 'string':
    case 'number':
    case 'integer':
      return <TextField {...props} form={form} />
    default:
      return <JsonField {...props} note={form.description} />
  }
}

type Drawn = FieldProps & { readonly form: FormSchema }

/** Name, control, and below it what is wrong or what the schema says. */
export function Labelled({
  name,
  pointer,
  required,
  note,
  children,
}: Pick<FieldProps, 'name' | 'pointer' | 'required'> & {
  note?: string | undefined
  children: (id: string, wrong: boolean) => ReactNode
}) {
  const id = useId()
  const problem = useContext(Form).problems.get(pointer)
  return (
    <div className="field">
      <label className="field-name mono clip" htmlFor={id} title={name}>
        {name || 'body'}
        {!required && (
          <span className="quiet" title="may be left out">
            {' '}
            ?
          </span>
        )}
      </label>
      <div className="grow">
        {children(id, problem !== undefined)}
        {problem ? <p className="bad small field-problem">{problem}</p> : note && <p className="quiet small">{note}</p>}
      </div>
    </div>
  )
}

function ObjectField({ form, value, onChange, name, pointer }: Drawn) {
  const object =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
  const problem = useContext(Form).problems.get(pointer)
  const fields = Object.entries(form.properties ?? {}).map(([key, schema]) => (
    <Field
      key={key}
      schema={schema}
      name={key}
      pointer={`${pointer}/${key}`}
      required={form.required?.includes(key) ?? false}
      value={object[key]}
      onChange={(next) => {
        const { [key]: _, ...rest } = object
        onChange(next === undefined ? rest : { ...object, [key]: next })
      }}
    />
  ))
  if (name === '') return fields
  return (
    <fieldset className="group">
      <legend className="mono">{name}</legend>
      {problem && <p className="bad small">{problem}</p>}
      {fields}
    </fieldset>
  )
}

function ArrayField({ form, value, onChange, name, pointer }: Drawn) {
  const { root, problems } = useContext(Form)
  const items = Array.isArray(value) ? (value as unknown[]) : []
  const problem = problems.get(pointer)
  return (
    <fieldset className="group">
      <legend className="mono">{name || 'body'}</legend>
      {problem && <p className="bad small">{problem}</p>}
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a JSON array have no other identity
        <div key={at} className="array-item">
          <div className="grow">
            <Field
              schema={form.items}
              name={`${name}[${at}]`}
              pointer={`${pointer}/${at}`}
              required
              value={item}
              onChange={(next) => onChange(items.map((old, index) => (index === at ? next : old)))}
            />
          </div>
          <button
            type="button"
            className="copy"
            title={`Remove ${name}[${at}]`}
            onClick={() => onChange(items.filter((_, index) => index !== at))}
          >
            <Icon name="close" size={14} />
            <span className="hidden-label">
              Remove {name}[{at}]
            </span>
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button quiet-button"
        onClick={() => onChange([...items, exampleOf(form.items, root, name)])}
      >
        <Icon name="plus" size={14} /> Add
      </button>
    </fieldset>
  )
}

function EnumField({ form, value, onChange, ...field }: Drawn) {
  const options = form.enum ?? []
  return (
    <Labelled {...field} note={form.description}>
      {(id) => (
        <select
          id={id}
          className="input"
          value={options.indexOf(value)}
          onChange={(event) => onChange(options[Number(event.target.value)])}
        >
          {(!field.required || !options.includes(value)) && <option value={-1}>none</option>}
          {options.map((option, at) => (
            <option key={String(option)} value={at}>
              {String(option)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

function BooleanField({ form, value, onChange, ...field }: Drawn) {
  return (
    <Labelled {...field} note={form.description}>
      {(id) => (
        <input id={id} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
      )}
    </Labelled>
  )
}

function TextField({ form, value, onChange, ...field }: Drawn) {
  const numeric = typeOf(form) !== 'string'
  const read = (text: string) => {
    if (text === '' && (numeric || !field.required)) return undefined
    return numeric && Number.isFinite(Number(text)) ? Number(text) : text
  }
  return (
    <Labelled {...field} note={form.description}>
      {(id, wrong) => (
        <input
          id={id}
          className={`input ${wrong ? 'is-wrong' : ''}`}
          aria-invalid={wrong}
          type={numeric ? 'number' : 'text'}
          step="any"
          placeholder={form.format ?? typeOf(form)}
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(event) => onChange(read(event.target.value))}
        />
      )}
    </Labelled>
  )
}
