package vectors

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta/testrestmapper"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	scalefake "k8s.io/client-go/scale/fake"
	core "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	defaults "k8s.io/kubernetes/pkg/apis/autoscaling/v2"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

type utilization struct {
	Name        string `json:"name"`
	Utilization int64  `json:"utilization"`
}

type sample struct {
	T       int64         `json:"t"`
	Metrics []utilization `json:"metrics"`
}

type hpaSpec struct {
	Min          int32           `json:"min"`
	Max          int32           `json:"max"`
	CPUTarget    *int32          `json:"cpuTarget,omitempty"`
	MemoryTarget *int32          `json:"memoryTarget,omitempty"`
	Behavior     json.RawMessage `json:"behavior,omitempty"`
}

type timelineQuestion struct {
	Mode            string   `json:"mode"`
	HPA             hpaSpec  `json:"hpa"`
	InitialReplicas int32    `json:"initialReplicas"`
	Samples         []sample `json:"samples"`
	Until           int64    `json:"until"`
}

const period = 15
const requestMilli = 1000

// timelineRun is the whole controller of upstream with a fake API server around it.
type timelineRun struct {
	question   timelineQuestion
	controller *podautoscaler.HorizontalController
	hpa        *autoscaling.HorizontalPodAutoscaler
	pods       cache.Indexer
	client     *fakeMetrics
	replicas   int32
}

// newController is called outside the bubble: the goroutines that upstream starts here need no fake time and never end in it.
func newController(t *testing.T, question timelineQuestion) *timelineRun {
	run := &timelineRun{question: question, replicas: question.InitialReplicas, client: &fakeMetrics{}}
	run.hpa = hpaObject(t, question.HPA)
	clientset := fake.NewSimpleClientset()
	clientset.PrependReactor("update", "horizontalpodautoscalers", func(core.Action) (bool, runtime.Object, error) { return true, run.hpa, nil })
	scales := &scalefake.FakeScaleClient{}
	scale := func() *autoscalingv1.Scale {
		return &autoscalingv1.Scale{
			ObjectMeta: metav1.ObjectMeta{Name: "vectors", Namespace: namespace},
			Spec:       autoscalingv1.ScaleSpec{Replicas: run.replicas},
			Status:     autoscalingv1.ScaleStatus{Replicas: run.replicas, Selector: "app=vectors"},
		}
	}
	scales.AddReactor("get", "deployments", func(core.Action) (bool, runtime.Object, error) { return true, scale(), nil })
	scales.AddReactor("update", "deployments", func(action core.Action) (bool, runtime.Object, error) {
		run.replicas = action.(core.UpdateAction).GetObject().(*autoscalingv1.Scale).Spec.Replicas
		return true, scale(), nil
	})
	factory := informers.NewSharedInformerFactory(clientset, controller.NoResyncPeriodFunc())
	run.pods = factory.Core().V1().Pods().Informer().GetIndexer()
	run.controller = podautoscaler.NewHorizontalController(
		t.Context(), clientset.CoreV1(), scales, clientset.AutoscalingV2(),
		testrestmapper.TestOnlyStaticRESTMapper(legacyscheme.Scheme),
		run.client, factory.Autoscaling().V2().HorizontalPodAutoscalers(), factory.Core().V1().Pods(),
		controller.NoResyncPeriodFunc(), 5*time.Minute, 0.1, 5*time.Minute, 30*time.Second,
	)
	return run
}

func hpaObject(t *testing.T, spec hpaSpec) *autoscaling.HorizontalPodAutoscaler {
	hpa := &autoscaling.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: "vectors", Namespace: namespace},
		Spec: autoscaling.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscaling.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "vectors"},
			MinReplicas:    &spec.Min,
			MaxReplicas:    spec.Max,
		},
	}
	for _, metric := range []struct {
		name   v1.ResourceName
		target *int32
	}{{v1.ResourceCPU, spec.CPUTarget}, {v1.ResourceMemory, spec.MemoryTarget}} {
		if metric.target != nil {
			hpa.Spec.Metrics = append(hpa.Spec.Metrics, autoscaling.MetricSpec{
				Type: autoscaling.ResourceMetricSourceType,
				Resource: &autoscaling.ResourceMetricSource{
					Name:   metric.name,
					Target: autoscaling.MetricTarget{Type: autoscaling.UtilizationMetricType, AverageUtilization: metric.target},
				},
			})
		}
	}
	if spec.Behavior != nil {
		hpa.Spec.Behavior = &autoscaling.HorizontalPodAutoscalerBehavior{}
		if err := json.Unmarshal(spec.Behavior, hpa.Spec.Behavior); err != nil {
			t.Fatal(err)
		}
	}
	// What the API server does when the object is stored.
	defaults.SetDefaults_HorizontalPodAutoscaler(hpa)
	return hpa
}

func (run *timelineRun) run(t *testing.T) answer {
	replicas := []int32{}
	for second := int64(0); second <= run.question.Until; second += period {
		if second > 0 {
			time.Sleep(period * time.Second)
		}
		run.load(t, second)
		// An error means that a metric was missing; upstream then decides to leave things as they are, or without it.
		_ = reconcile(run.controller, context.Background(), run.hpa, namespace+"/vectors")
		replicas = append(replicas, run.replicas)
	}
	return answer{Replicas: replicas}
}

// load makes as many pods as there are replicas, all alike, each with the utilization of the newest sample.
func (run *timelineRun) load(t *testing.T, second int64) {
	now := time.Now()
	started, request, ready := int64(3600), int64(requestMilli), true
	objects := []any{}
	names := []string{}
	for index := range run.replicas {
		name := fmt.Sprintf("pod-%d", index)
		names = append(names, name)
		object := podObject(name, "cpu", pod{RequestMilli: &request, Ready: &ready, StartedSecondsAgo: &started, ReadyChangedSecondsAgo: 3590, Phase: "Running"}, now)
		requests := object.Spec.Containers[0].Resources.Requests
		requests[v1.ResourceMemory] = requests[v1.ResourceCPU]
		objects = append(objects, object)
	}
	if err := run.pods.Replace(objects, ""); err != nil {
		t.Fatal(err)
	}
	run.client.resources = map[v1.ResourceName]metrics.PodMetricsInfo{}
	var newest *sample
	for index, sample := range run.question.Samples {
		if sample.T <= second {
			newest = &run.question.Samples[index]
		}
	}
	if newest == nil {
		return
	}
	for _, metric := range newest.Metrics {
		info := metrics.PodMetricsInfo{}
		for _, name := range names {
			info[name] = metrics.PodMetric{Timestamp: now, Window: period * time.Second, Value: metric.Utilization * requestMilli / 100}
		}
		run.client.resources[v1.ResourceName(metric.Name)] = info
	}
}
