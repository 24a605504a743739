package vectors

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

const namespace = "vectors"

type pod struct {
	UsageMilli             int64  `json:"usageMilli"`
	RequestMilli           *int64 `json:"requestMilli"`
	Ready                  *bool  `json:"ready"`
	StartedSecondsAgo      *int64 `json:"startedSecondsAgo"`
	ReadyChangedSecondsAgo int64  `json:"readyChangedSecondsAgo"`
	MetricAgeSeconds       int64  `json:"metricAgeSeconds"`
	MetricWindowSeconds    int64  `json:"metricWindowSeconds"`
	Phase                  string `json:"phase"`
	Deleting               bool   `json:"deleting"`
	MissingMetric          bool   `json:"missingMetric"`
}

type replicasQuestion struct {
	Mode                         string  `json:"mode"`
	CurrentReplicas              int32   `json:"currentReplicas"`
	Metric                       string  `json:"metric"`
	TargetUtilization            int32   `json:"targetUtilization"`
	Tolerance                    float64 `json:"tolerance"`
	CPUInitializationSeconds     int64   `json:"cpuInitializationSeconds"`
	InitialReadinessDelaySeconds int64   `json:"initialReadinessDelaySeconds"`
	Pods                         []pod   `json:"pods"`
}

func seconds(count int64) time.Duration { return time.Duration(count) * time.Second }

// decideReplicas puts the pods into a lister and asks the exported ReplicaCalculator. Its argument for tolerances has
// unexported fields, so it is asked through the link in linked_test.go.
func decideReplicas(t *testing.T, question replicasQuestion) answer {
	now := time.Now()
	indexer := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	info := metrics.PodMetricsInfo{}
	for index, pod := range question.Pods {
		name := fmt.Sprintf("pod-%d", index)
		if err := indexer.Add(podObject(name, question.Metric, pod, now)); err != nil {
			t.Fatal(err)
		}
		if !pod.MissingMetric {
			info[name] = metrics.PodMetric{Timestamp: now.Add(-seconds(pod.MetricAgeSeconds)), Window: seconds(pod.MetricWindowSeconds), Value: pod.UsageMilli}
		}
	}
	desired, utilization, raw, err := getResourceReplicas(
		&fakeMetrics{resources: map[v1.ResourceName]metrics.PodMetricsInfo{v1.ResourceName(question.Metric): info}},
		corelisters.NewPodLister(indexer),
		question,
	)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Desired: &desired, Utilization: &utilization, RawUtilization: &raw}
}

func podObject(name, metric string, pod pod, now time.Time) *v1.Pod {
	object := &v1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{"app": "vectors"}},
		Status:     v1.PodStatus{Phase: v1.PodPhase(pod.Phase)},
	}
	container := v1.Container{Name: "main"}
	if pod.RequestMilli != nil {
		container.Resources.Requests = v1.ResourceList{v1.ResourceName(metric): *resource.NewMilliQuantity(*pod.RequestMilli, resource.DecimalSI)}
	}
	object.Spec.Containers = []v1.Container{container}
	if pod.StartedSecondsAgo != nil {
		object.Status.StartTime = &metav1.Time{Time: now.Add(-seconds(*pod.StartedSecondsAgo))}
	}
	if pod.Ready != nil {
		status := v1.ConditionFalse
		if *pod.Ready {
			status = v1.ConditionTrue
		}
		object.Status.Conditions = []v1.PodCondition{{
			Type: v1.PodReady, Status: status, LastTransitionTime: metav1.Time{Time: now.Add(-seconds(pod.ReadyChangedSecondsAgo))},
		}}
	}
	if pod.Deleting {
		object.DeletionTimestamp = &metav1.Time{Time: now}
	}
	return object
}

// fakeMetrics answers for the metrics API.
type fakeMetrics struct {
	resources map[v1.ResourceName]metrics.PodMetricsInfo
}

func (f *fakeMetrics) GetResourceMetric(_ context.Context, name v1.ResourceName, _ string, _ labels.Selector, _ string) (metrics.PodMetricsInfo, time.Time, error) {
	info, found := f.resources[name]
	if !found {
		return nil, time.Time{}, errors.New("no metrics returned from resource metrics API")
	}
	return info, time.Now(), nil
}

func (f *fakeMetrics) GetRawMetric(string, string, labels.Selector, labels.Selector) (metrics.PodMetricsInfo, time.Time, error) {
	return nil, time.Time{}, errors.New("not asked")
}

func (f *fakeMetrics) GetObjectMetric(string, string, *autoscaling.CrossVersionObjectReference, labels.Selector) (int64, time.Time, error) {
	return 0, time.Time{}, errors.New("not asked")
}

func (f *fakeMetrics) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	return nil, time.Time{}, errors.New("not asked")
}
