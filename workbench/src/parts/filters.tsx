interface FilterProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string) => void
}

/** Narrows a list to what holds a text. */
export function TextFilter({
  label,
  value = '',
  onChange,
  placeholder = label,
}: FilterProps & { readonly placeholder?: string }) {
  return (
    <input
      className="input filter-text"
      type="search"
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** Narrows a list to one of some values. */
export function ChoiceFilter({
  label,
  value = '',
  onChange,
  any,
  options,
}: FilterProps & { readonly any: string; readonly options: readonly string[] }) {
  return (
    <select
      className="input filter"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  )
}
