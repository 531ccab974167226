/**
 * The rules of X-Ray's segment documents as a JSON Schema: required fields, types, forms of ids, names, annotations.
 * Stricter than AWS's own in what it allows besides them: a field that the documentation does not name is refused.
 *
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
const id = { type: 'string', pattern: '^[0-9a-f]{16}$' }
/** "Values are strings up to 250 characters unless noted otherwise." */
const text = { type: 'string', maxLength: 250 }
const time = { type: 'number', exclusiveMinimum: 0 }

const exactly = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

const http = exactly({
  request: exactly({
    method: text,
    url: { type: 'string' },
    user_agent: { type: 'string' },
    client_ip: text,
    x_forwarded_for: { type: 'boolean' },
    traced: { type: 'boolean' },
  }),
  response: exactly({ status: { type: 'integer' }, content_length: { type: 'integer' } }),
})

/** All fields are optional. */
const aws = {
  type: 'object',
  properties: {
    account_id: text,
    operation: text,
    region: text,
    request_id: text,
    queue_url: text,
    table_name: text,
    resource_names: { type: 'array', items: text },
    ec2: exactly({ instance_id: text, availability_zone: text }),
    ecs: exactly({ container: text }),
    elastic_beanstalk: exactly({ environment_name: text, version_label: text, deployment_id: { type: 'integer' } }),
    xray: { type: 'object' },
  },
  additionalProperties: false,
}

const exception = exactly(
  {
    id,
    message: { type: 'string' },
    type: text,
    remote: { type: 'boolean' },
    truncated: { type: 'integer', minimum: 0 },
    skipped: { type: 'integer', minimum: 0 },
    cause: id,
    stack: {
      type: 'array',
      items: exactly({ path: text, line: { type: 'integer', minimum: 0 }, label: text }),
    },
  },
  ['id'],
)

const cause = {
  oneOf: [
    id,
    exactly({
      working_directory: { type: 'string' },
      paths: { type: 'array', items: { type: 'string' } },
      exceptions: { type: 'array', items: exception },
    }),
  ],
}

/** 50 are indexed; keys, values and their lengths: https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-segment.html */
const annotations = {
  type: 'object',
  maxProperties: 50,
  propertyNames: { pattern: '^[A-Za-z0-9_]{1,500}$' },
  additionalProperties: { anyOf: [{ type: 'string', maxLength: 1000 }, { type: 'number' }, { type: 'boolean' }] },
}

const shared = {
  name: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\p{L}\\p{N}\\s_.:/%&#=+\\\\\\-@]*$' },
  id,
  start_time: time,
  end_time: time,
  in_progress: { const: true },
  http,
  aws,
  error: { type: 'boolean' },
  throttle: { type: 'boolean' },
  fault: { type: 'boolean' },
  cause,
  annotations,
  metadata: { type: 'object' },
  subsegments: { type: 'array', items: { $ref: '#/$defs/embedded' } },
}

const required = ['name', 'id', 'start_time']
/** "Specify either an `end_time` or `in_progress`." */
const begunOrDone = { oneOf: [{ required: ['end_time'] }, { required: ['in_progress'] }] }
const traceId = { type: 'string', pattern: '^1-[0-9a-f]{8}-[0-9a-f]{24}$' }
const ofSubsegments = { namespace: { enum: ['aws', 'remote'] }, precursor_ids: { type: 'array', items: id } }

export const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  oneOf: [{ $ref: '#/$defs/segment' }, { $ref: '#/$defs/independent' }],
  $defs: {
    segment: {
      ...exactly(
        {
          ...shared,
          trace_id: traceId,
          parent_id: id,
          service: exactly({ version: text }),
          user: text,
          origin: { enum: ['AWS::EC2::Instance', 'AWS::ECS::Container', 'AWS::ElasticBeanstalk::Environment'] },
        },
        [...required, 'trace_id'],
      ),
      ...begunOrDone,
    },
    /** A subsegment that is sent by itself. */
    independent: {
      ...exactly({ ...shared, ...ofSubsegments, type: { const: 'subsegment' }, trace_id: traceId, parent_id: id }, [
        ...required,
        'type',
        'trace_id',
        'parent_id',
      ]),
      ...begunOrDone,
    },
    embedded: { ...exactly({ ...shared, ...ofSubsegments }, required), ...begunOrDone },
  },
}
