import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { statePage, useStateGroups } from '../api/index.ts'
import { useRowKeys, useShortcuts } from '../keyboard/index.ts'
import { Empty, Failure, Icon } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import { ItemEditor } from './item-editor.tsx'
import { ItemTable } from './item-table.tsx'
import { NewItem } from './new-item.tsx'

const example = `await state.set('order:123', { total: 20 })
await state.get('order:123')
await state.query({ prefix: 'order:' })`

/** Groups, the items of one, and an editor for one of these. */
export function StateView() {
  const [params, change] = useParams('state')
  const [adding, setAdding] = useState(false)
  const { data: groups, error } = useStateGroups()
  const group = params.group ?? groups?.[0]?.group
  const prefix = params.prefix ?? ''
  const pages = useInfiniteQuery({
    queryKey: ['state', 'items', group, prefix],
    queryFn: ({ pageParam, signal }) => statePage(group ?? '', prefix, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: group !== undefined,
    placeholderData: (previous) => previous,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const item = items.find((one) => one.key === params.key && one.group === group)
  useRowKeys(
    items,
    (one) => one.key === params.key,
    (one) => change({ group, key: one.key }, { replace: true }),
  )
  useShortcuts({ escape: () => (adding ? setAdding(false) : change({ key: undefined })) })
  if (error) return <Failure error={error} />
  if (!groups) return null
  const toolbar = (
    <search className="toolbar">
      <h1>State</h1>
      <input
        className="input prefix"
        type="search"
        placeholder={group ? `Keys of ${group} that begin with` : 'Key prefix'}
        aria-label="Key prefix"
        value={prefix}
        onChange={(event) => change({ prefix: event.target.value }, { replace: true })}
      />
      <span className="grow" />
      <button type="button" className="button" onClick={() => setAdding(true)}>
        <Icon name="plus" size={14} /> New item
      </button>
    </search>
  )
  if (groups.length === 0 && !adding)
    return (
      <div className="view">
        {toolbar}
        <Empty title="No state yet" code={example}>
          What Steps of both languages put into state appears here, by group: the part of a key before its first colon.
        </Empty>
      </div>
    )
  return (
    <div className="view">
      {toolbar}
      <div className="split state-split">
        <nav className="pane groups" aria-label="Groups">
          <ul className="scroll">
            {groups.map((one) => (
              <li key={one.group}>
                <button
                  type="button"
                  className="group-button"
                  aria-current={one.group === group ? 'true' : undefined}
                  onClick={() => change({ group: one.group, key: undefined, prefix: undefined })}
                >
                  <span className="mono clip grow">{one.group}</span>
                  <span className="quiet">{one.count}</span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className="scroll grow">
          {pages.error && <Failure error={pages.error} />}
          <ItemTable items={items} selected={item?.key} onSelect={(key) => change({ group, key })} />
          {items.length === 0 && pages.data && <p className="section quiet">No key begins with “{prefix}”.</p>}
          {pages.hasNextPage && (
            <p className="section">
              <button
                type="button"
                className="button"
                disabled={pages.isFetchingNextPage}
                onClick={() => pages.fetchNextPage()}
              >
                More
              </button>
            </p>
          )}
        </div>
        {adding && (
          <NewItem
            group={group ?? ''}
            onDone={(made) => {
              setAdding(false)
              if (made) change(made)
            }}
          />
        )}
        {!adding && item && (
          <ItemEditor key={`${item.group}:${item.key}`} item={item} onClose={() => change({ key: undefined })} />
        )}
      </div>
    </div>
  )
}
