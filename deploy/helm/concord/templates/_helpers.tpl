{{- define "concord.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "concord.selector" -}}
app.kubernetes.io/name: concord
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "concord.labels" -}}
{{ include "concord.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{/* The pods by their ordinals, each at its name that stays whatever its address is. */}}
{{- define "concord.members" -}}
{{- $name := include "concord.name" . -}}
{{- range $i := until (int .Values.replicas) -}}
{{- if $i }},{{ end -}}
{{ $name }}-{{ $i }}={{ $name }}-{{ $i }}.{{ $name }}-members.{{ $.Release.Namespace }}.svc.{{ $.Values.cluster.domain }}:7800
{{- end -}}
{{- end -}}
