package vectors

import (
	"encoding/json"
	"math/rand/v2"
)

type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 34))} }

// between is uniform, both ends included.
func (r random) between(low, high int64) int64 { return low + r.Int64N(high-low+1) }

func (r random) chance(percent int64) bool { return r.between(1, 100) <= percent }

func oneOf[T any](r random, values ...T) T { return values[r.IntN(len(values))] }

func pointer[T any](value T) *T { return &value }

// replicas is biased towards the edges: tolerance, just started, just turned ready, no request, no metric.
func (r random) replicas() replicasQuestion {
	question := replicasQuestion{
		Mode:                         "replicas",
		CurrentReplicas:              int32(r.between(1, 60)),
		Metric:                       oneOf(r, "cpu", "cpu", "cpu", "memory"),
		TargetUtilization:            int32(oneOf(r, 70, 75, 80, 85, r.between(1, 250))),
		Tolerance:                    oneOf(r, 0.1, 0.1, 0.1, 0, 0.05, 0.5),
		CPUInitializationSeconds:     oneOf[int64](r, 300, 300, 0, 120),
		InitialReadinessDelaySeconds: oneOf[int64](r, 30, 30, 0, 10),
		Pods:                         []pod{},
	}
	usual := r.chance(70)
	level := r.between(0, 200)
	// Memory is large in thousandths of a byte: 64-bit arithmetic.
	unit := int64(10)
	if question.Metric == "memory" && r.chance(70) {
		unit = 21_474_836_480
	}
	for range oneOf(r, 0, 1, 2, 3, r.between(1, 8), r.between(1, 8)) {
		one := pod{
			UsageMilli:             max(0, level+r.between(-15, 15)) * unit,
			RequestMilli:           pointer(100 * unit),
			Ready:                  pointer(true),
			StartedSecondsAgo:      pointer(int64(3600)),
			ReadyChangedSecondsAgo: 3590,
			MetricWindowSeconds:    15,
			Phase:                  "Running",
		}
		if !usual || r.chance(20) {
			r.disturb(&one, unit)
		}
		question.Pods = append(question.Pods, one)
	}
	if r.chance(80) {
		question.CurrentReplicas = int32(max(1, len(question.Pods)))
	}
	return question
}

func (r random) disturb(one *pod, unit int64) {
	if r.chance(30) {
		one.UsageMilli = r.between(0, 250) * unit
	}
	if r.chance(20) {
		one.RequestMilli = pointer(oneOf(r, 0, 50*unit, 200*unit, 333*unit/2))
	}
	if r.chance(2) {
		one.RequestMilli = nil
	}
	one.Ready = oneOf(r, pointer(true), pointer(true), pointer(false), nil)
	one.StartedSecondsAgo = oneOf(r, pointer(r.between(0, 400)), pointer(r.between(0, 40)), pointer(int64(300)), nil)
	one.ReadyChangedSecondsAgo = oneOf(r, r.between(0, 400), r.between(0, 40), 15, 30)
	if one.StartedSecondsAgo != nil && r.chance(40) {
		one.ReadyChangedSecondsAgo = max(0, *one.StartedSecondsAgo-oneOf[int64](r, 0, 9, 10, 11, 29, 30, 31))
	}
	one.MetricAgeSeconds = oneOf(r, 0, r.between(0, 60))
	one.MetricWindowSeconds = oneOf[int64](r, 15, 15, 30, 60)
	one.Phase = oneOf(r, "Running", "Running", "Running", "Running", "Pending", "Failed", "Succeeded", "Unknown")
	one.Deleting = r.chance(8)
	one.MissingMetric = r.chance(20)
}

func (r random) timeline() timelineQuestion {
	low := int32(r.between(1, 10))
	question := timelineQuestion{
		Mode:            "timeline",
		HPA:             hpaSpec{Min: low, Max: low + int32(r.between(0, 60)), Behavior: r.behavior()},
		InitialReplicas: int32(r.between(0, 60)),
		Samples:         []sample{},
		Until:           r.between(0, 900),
	}
	if r.chance(90) {
		question.HPA.CPUTarget = pointer(int32(r.between(30, 100)))
	}
	if r.chance(50) {
		question.HPA.MemoryTarget = pointer(int32(r.between(30, 100)))
	}
	if r.chance(80) {
		question.InitialReplicas = low
	}
	for second := oneOf(r, 0, 0, 0, r.between(0, 60)); second <= question.Until; second += r.between(1, 120) {
		one := sample{T: second, Metrics: []utilization{}}
		if r.chance(95) {
			one.Metrics = append(one.Metrics, utilization{"cpu", oneOf(r, r.between(0, 150), r.between(60, 90))})
		}
		if r.chance(80) {
			one.Metrics = append(one.Metrics, utilization{"memory", r.between(0, 110)})
		}
		question.Samples = append(question.Samples, one)
	}
	return question
}

func (r random) behavior() json.RawMessage {
	if r.chance(30) {
		return nil
	}
	behavior := map[string]any{}
	if r.chance(70) {
		behavior["scaleUp"] = r.rules()
	}
	if r.chance(70) {
		behavior["scaleDown"] = r.rules()
	}
	text, err := json.Marshal(behavior)
	if err != nil {
		panic(err)
	}
	return text
}

func (r random) rules() map[string]any {
	rules := map[string]any{}
	if r.chance(60) {
		rules["stabilizationWindowSeconds"] = oneOf(r, 0, 15, 30, 60, 300, r.between(0, 600))
	}
	if r.chance(40) {
		rules["selectPolicy"] = oneOf(r, "Max", "Min", "Min", "Disabled")
	}
	if r.chance(70) {
		policies := []any{}
		for range r.between(1, 3) {
			policies = append(policies, map[string]any{
				"type":          oneOf(r, "Pods", "Percent"),
				"value":         oneOf(r, r.between(1, 10), r.between(1, 200)),
				"periodSeconds": oneOf(r, 15, 30, 60, r.between(1, 180)),
			})
		}
		rules["policies"] = policies
	}
	// Behind a feature gate that is off: without effect.
	if r.chance(10) {
		rules["tolerance"] = "0.5"
	}
	return rules
}
