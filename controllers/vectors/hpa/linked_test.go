package vectors

import (
	"context"
	"time"
	_ "unsafe" // for go:linkname

	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

// What upstream keeps to itself, as it is. `tolerances` has the layout of podautoscaler.Tolerances.
type tolerances struct{ scaleDown, scaleUp float64 }

//go:linkname calculate k8s.io/kubernetes/pkg/controller/podautoscaler.(*ReplicaCalculator).GetResourceReplicas
func calculate(calculator *podautoscaler.ReplicaCalculator, ctx context.Context, currentReplicas int32, targetUtilization int32, resource v1.ResourceName, tolerance tolerances, namespace string, selector labels.Selector, container string) (int32, int32, int64, time.Time, error)

//go:linkname calculateExternal k8s.io/kubernetes/pkg/controller/podautoscaler.(*ReplicaCalculator).GetExternalPerPodMetricReplicas
func calculateExternal(calculator *podautoscaler.ReplicaCalculator, statusReplicas int32, targetUsagePerPod int64, metricName string, tolerance tolerances, namespace string, metricSelector *metav1.LabelSelector) (int32, int64, time.Time, error)

//go:linkname reconcile k8s.io/kubernetes/pkg/controller/podautoscaler.(*HorizontalController).reconcileAutoscaler
func reconcile(controller *podautoscaler.HorizontalController, ctx context.Context, hpa *autoscaling.HorizontalPodAutoscaler, key string) error

func getResourceReplicas(client metrics.MetricsClient, pods corelisters.PodLister, q replicasQuestion) (int32, int32, int64, error) {
	calculator := podautoscaler.NewReplicaCalculator(client, pods, seconds(q.CPUInitializationSeconds), seconds(q.InitialReadinessDelaySeconds))
	desired, utilization, raw, _, err := calculate(calculator, context.Background(), q.CurrentReplicas, q.TargetUtilization, v1.ResourceName(q.Metric), tolerances{q.Tolerance, q.Tolerance}, namespace, labels.Everything(), "")
	return desired, utilization, raw, err
}
